using System.Net;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox;

/// <summary>Puts a sandbox behind an HttpClient with no network in between: for tests and simulations.</summary>
public sealed class SandboxHandler(Sandbox sandbox) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var answer = sandbox.Handle(Read(request, body));
        if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, sandbox.Clock, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return answer.Delivery switch
        {
            Delivery.Reset => throw new HttpRequestException("The sandbox reset the connection.", new IOException("Connection reset by peer")),
            Delivery.Withheld => throw new TaskCanceledException("The sandbox withheld its answer.", new TimeoutException()),
            _ => Write(answer, request),
        };
    }

    private static SandboxRequest Read(HttpRequestMessage request, byte[] body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated) headers[name] = string.Join(",", values);
        foreach (var (name, values) in request.Content?.Headers.NonValidated ?? default) headers[name] = string.Join(",", values);
        var uri = request.RequestUri!;
        headers.TryAdd("Host", uri.Authority);
        return new()
        {
            Method = request.Method.Method.ToUpperInvariant(),
            RawPath = uri.AbsolutePath,
            RawQuery = uri.Query.TrimStart('?'),
            Headers = headers,
            Body = body,
        };
    }

    private static HttpResponseMessage Write(SandboxResponse answer, HttpRequestMessage request)
    {
        var message = new HttpResponseMessage((HttpStatusCode)answer.StatusCode)
        {
            Content = request.Method == HttpMethod.Head ? new ByteArrayContent([]) : new ReadOnlyMemoryContent(answer.Body),
            RequestMessage = request,
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
