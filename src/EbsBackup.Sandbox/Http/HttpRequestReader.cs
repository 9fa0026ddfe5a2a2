using System.Globalization;

namespace EbsBackup.Sandbox.Http;

/// <summary>Reads requests, one after the other, from a connection: head, then body (RFC 9112).</summary>
internal sealed class HttpRequestReader(HttpInput input)
{
    /// <summary>An S3 key has up to 1,024 bytes, three times that when escaped, and a presigned query some thousands beside.</summary>
    public const int LongestRequestLine = 16 << 10;

    /// <summary>Of all the header lines together.</summary>
    public const int MostHeaderBytes = 64 << 10;

    /// <summary>S3 takes 5 GiB; here all of it is held in memory.</summary>
    public const int LongestBody = 512 << 20;

    private const int FirstBuffer = 1 << 20;
    private byte[] _body = [];
    private int _length;

    /// <summary>The next head, or null when the client is done.</summary>
    /// <exception cref="HttpRefusedException">400, 413, 414, 417, 431, 501 or 505.</exception>
    /// <exception cref="EndOfStreamException">The client left within the head.</exception>
    public async ValueTask<HttpRequestHead?> ReadHeadAsync()
    {
        // Some clients end a body with a line break that does not belong to it (RFC 9112 section 2.2).
        string? requestLine;
        do requestLine = await input.ReadLineAsync(LongestRequestLine, tooLong: 414).ConfigureAwait(false);
        while (requestLine is "");
        if (requestLine is null) return null;

        var head = HttpRequestHead.Parse(requestLine, await ReadHeaderLinesAsync().ConfigureAwait(false));
        return head.ContentLength <= LongestBody ? head : throw TooLong();
    }

    /// <exception cref="HttpRefusedException">400, 413 or 431: a chunk that cannot be read, or too many bytes.</exception>
    /// <exception cref="EndOfStreamException">The client left within the body.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequestHead head)
    {
        (_body, _length) = ([], 0);
        if (head.IsChunked) await ReadChunksAsync().ConfigureAwait(false);
        else await AppendAsync((int)head.ContentLength).ConfigureAwait(false);

        var body = _body.AsMemory(0, _length);
        _body = [];
        return body;
    }

    private async ValueTask<List<string>> ReadHeaderLinesAsync()
    {
        var lines = new List<string>();
        for (var left = MostHeaderBytes; ; left -= lines[^1].Length + 1)
        {
            var line = await input.ReadLineAsync(Math.Max(left, 0), tooLong: 431).ConfigureAwait(false) ?? throw new EndOfStreamException();
            if (line.Length == 0) return lines;
            lines.Add(line);
        }
    }

    private async ValueTask ReadChunksAsync()
    {
        while (true)
        {
            var line = await input.ReadLineAsync(LongestRequestLine, tooLong: 400).ConfigureAwait(false) ?? throw new EndOfStreamException();
            var size = line.Split(';')[0].TrimEnd(' ', '\t');
            if (size.Length == 0 || size.Any(c => !char.IsAsciiHexDigit(c))) throw new HttpRefusedException(400, "A chunk does not begin with its size.");
            if (size.TrimStart('0').Length > 8) throw TooLong();

            var count = long.Parse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (count == 0) break;
            if (count > LongestBody - _length) throw TooLong();
            await AppendAsync((int)count).ConfigureAwait(false);
            if (await input.ReadLineAsync(limit: 1, tooLong: 400).ConfigureAwait(false) is not "") throw new HttpRefusedException(400, "A chunk is longer than its size.");
        }

        // Trailers say nothing here: AWS's own come inside aws-chunked bodies.
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in await ReadHeaderLinesAsync().ConfigureAwait(false)) HttpRequestHead.AddHeader(trailers, line);
    }

    // Memory is taken as the bytes come, not as they are announced.
    private async ValueTask AppendAsync(int count)
    {
        var end = _length + count;
        while (_length < end)
        {
            if (_length == _body.Length) Array.Resize(ref _body, (int)Math.Min(Math.Max(_body.Length * 2L, FirstBuffer), end));
            var part = Math.Min(end, _body.Length) - _length;
            await input.ReadAsync(_body.AsMemory(_length, part)).ConfigureAwait(false);
            _length += part;
        }
    }

    private static HttpRefusedException TooLong() =>
        new(413, $"The body is longer than {LongestBody >> 20} MiB, which is what the sandbox holds in memory.");
}
