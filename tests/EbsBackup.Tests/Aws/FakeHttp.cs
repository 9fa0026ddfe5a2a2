using System.Net;
using System.Text;
using Amazon.Runtime;

namespace EbsBackup.Tests.Aws;

/// <summary>A recorded request: what the client would have put on the wire.</summary>
internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Answers every request from a queue of answers (the last one stays), and keeps what was sent.</summary>
internal sealed class FakeHttp(params Func<HttpResponseMessage>[] answers) : HttpClientFactory
{
    private readonly Func<HttpResponseMessage>[] _answers = answers;

    public List<SentRequest> Sent { get; } = [];

    public static Func<HttpResponseMessage> Answer(HttpStatusCode status, string body, string contentType = "text/xml") =>
        () => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(FakeHttp fake) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
                .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
            var turn = fake.Sent.Count;
            fake.Sent.Add(new SentRequest(request.Method, request.RequestUri!, headers, body));
            var response = fake._answers[Math.Min(turn, fake._answers.Length - 1)]();
            response.RequestMessage = request;
            return response;
        }
    }
}
