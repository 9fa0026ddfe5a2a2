using System.Globalization;
using System.Net;
using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>Writes answers to a connection (RFC 9112).</summary>
internal sealed class HttpResponseWriter(Stream stream, TimeProvider clock, CancellationToken stop)
{
    private const int SentWithHead = 16 << 10;

    public ValueTask WriteContinueAsync() => stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop);

    /// <param name="connection">The value of the Connection header; null for none.</param>
    /// <param name="isHead">The request was HEAD: the answer has GET's headers and no body.</param>
    public async ValueTask WriteAsync(SandboxResponse answer, bool isHead, string? connection)
    {
        var body = isHead || answer.StatusCode is 204 or 304 ? default : answer.Body;
        var head = Encoding.UTF8.GetBytes(Head(answer, isHead, connection));
        if (body.Length > SentWithHead)
        {
            await stream.WriteAsync(head, stop).ConfigureAwait(false);
            await stream.WriteAsync(body, stop).ConfigureAwait(false);
            return;
        }

        // One segment on the wire for a small answer.
        var message = new byte[head.Length + body.Length];
        head.CopyTo(message, 0);
        body.CopyTo(message.AsMemory(head.Length));
        await stream.WriteAsync(message, stop).ConfigureAwait(false);
    }

    private string Head(SandboxResponse answer, bool isHead, string? connection)
    {
        var head = new StringBuilder("HTTP/1.1 ").Append(answer.StatusCode).Append(' ').Append(Reason(answer.StatusCode)).Append("\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) Add(head, name, value);
        }

        if (!answer.Headers.ContainsKey("Date")) Add(head, "Date", clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture));
        if (Length(answer, isHead) is { } length) Add(head, "Content-Length", length);
        if (connection is not null) Add(head, "Connection", connection);
        return head.Append("\r\n").ToString();
    }

    // 204 has none; 304 has the length of the answer that it stands for, or none (RFC 9110 section 8.6).
    private static string? Length(SandboxResponse answer, bool isHead)
    {
        var given = answer.Headers.GetValueOrDefault("Content-Length");
        return answer.StatusCode switch
        {
            204 => null,
            304 => given,
            _ => isHead && given is not null ? given : answer.Body.Length.ToString(CultureInfo.InvariantCulture),
        };
    }

    // Values may hold what a client sent, such as S3's response-content-disposition: no line break may get out.
    private static void Add(StringBuilder head, string name, string value)
    {
        head.Append(name).Append(": ");
        foreach (var c in value) head.Append(char.IsControl(c) && c != '\t' ? ' ' : c);
        head.Append("\r\n");
    }

    private static string? Reason(int statusCode)
    {
        using var named = new HttpResponseMessage((HttpStatusCode)statusCode);
        return named.ReasonPhrase;
    }
}
