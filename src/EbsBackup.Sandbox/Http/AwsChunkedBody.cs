using System.Globalization;
using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>
/// A body in <c>aws-chunked</c> framing: chunks with or without signatures, then trailing headers
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
/// </summary>
public sealed record AwsChunkedBody(IReadOnlyList<AwsChunkedBody.Chunk> Chunks, IReadOnlyDictionary<string, string> Trailers)
{
    /// <summary>One chunk; the last one is empty.</summary>
    public sealed record Chunk(ReadOnlyMemory<byte> Data, string? Signature);

    /// <summary>The bytes without the framing.</summary>
    public byte[] Content()
    {
        var content = new byte[Chunks.Sum(c => c.Data.Length)];
        var offset = 0;
        foreach (var chunk in Chunks)
        {
            chunk.Data.CopyTo(content.AsMemory(offset));
            offset += chunk.Data.Length;
        }

        return content;
    }

    /// <summary>True when the request says that its body is framed.</summary>
    public static bool IsUsedBy(SandboxRequest request) =>
        request.Header("X-Amz-Content-Sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true
        || request.Header("Content-Encoding")?.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="AwsErrorException">IncompleteBody: the framing breaks off or cannot be read.</exception>
    public static AwsChunkedBody Parse(ReadOnlyMemory<byte> body)
    {
        var chunks = new List<Chunk>();
        while (true)
        {
            var header = ReadLine(ref body);
            var semicolon = header.IndexOf(';', StringComparison.Ordinal);
            var size = semicolon < 0 ? header : header[..semicolon];
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0 || length > body.Length)
                throw Incomplete();

            var signature = semicolon < 0 ? null : header[(semicolon + 1)..].Replace("chunk-signature=", "", StringComparison.Ordinal);
            chunks.Add(new(body[..length], signature));
            body = body[length..];
            if (length == 0)
                return new(chunks, ReadTrailers(body));
            if (ReadLine(ref body).Length != 0)
                throw Incomplete();
        }
    }

    private static Dictionary<string, string> ReadTrailers(ReadOnlyMemory<byte> body)
    {
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.ASCII.GetString(body.Span).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw Incomplete();
            trailers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return trailers;
    }

    private static string ReadLine(ref ReadOnlyMemory<byte> body)
    {
        var end = body.Span.IndexOf("\r\n"u8);
        if (end < 0)
            throw Incomplete();

        var line = Encoding.ASCII.GetString(body.Span[..end]);
        body = body[(end + 2)..];
        return line;
    }

    private static AwsErrorException Incomplete() =>
        new("IncompleteBody", "The request body terminated unexpectedly");
}
