using System.Buffers;
using System.Globalization;

namespace EbsBackup.Sandbox.Http;

/// <summary>A request's line and headers, and what they say of its body and its connection (RFC 9112).</summary>
/// <param name="MinorVersion">Of HTTP/1.</param>
internal sealed record HttpRequestHead(string Method, string Target, int MinorVersion, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public bool IsChunked { get; private init; }

    /// <summary>Of a body that is not chunked; 0 where there is none.</summary>
    public long ContentLength { get; private init; }

    public bool ExpectsContinue { get; private init; }

    public bool KeepAlive => !Says("Connection", "close") && (MinorVersion > 0 || Says("Connection", "keep-alive"));

    /// <exception cref="HttpRefusedException">400, 417, 501 or 505, as RFC 9110 and 9112 ask.</exception>
    public static HttpRequestHead Parse(string requestLine, IEnumerable<string> headerLines)
    {
        if (requestLine.Split(' ') is not [var method, var target, var version] || !IsToken(method) || !IsTarget(method, target))
            throw new HttpRefusedException(400, "The request line is not METHOD SP target SP HTTP-version.");
        if (version is not ['H', 'T', 'T', 'P', '/', >= '0' and <= '9', '.', >= '0' and <= '9'])
            throw new HttpRefusedException(400, $"'{version}' is no HTTP version.");
        if (version[5] != '1') throw new HttpRefusedException(505, $"{version} is not spoken here: HTTP/1.1 is.");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in headerLines) AddHeader(headers, line);
        return new HttpRequestHead(method.ToUpperInvariant(), target, version[7] - '0', headers).WithFraming();
    }

    /// <summary>The name and value of one header line, added to those of its name with a comma.</summary>
    /// <exception cref="HttpRefusedException">400.</exception>
    public static void AddHeader(Dictionary<string, string> headers, string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !IsToken(line[..colon])) throw new HttpRefusedException(400, "A header line is not name: value.");

        var (name, value) = (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
        if (value.Any(c => char.IsControl(c) && c != '\t')) throw new HttpRefusedException(400, $"The value of {name} has a control character.");
        headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{value}" : value;
    }

    /// <summary>The request with its body.</summary>
    public SandboxRequest ToRequest(ReadOnlyMemory<byte> body)
    {
        // An absolute target overrides Host (RFC 9112 section 3.2.2).
        var headers = Headers;
        var target = Target;
        if (Authority(target) is { } authority)
        {
            headers = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase) { ["Host"] = authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..] };
            target = target[(target.IndexOf("//", StringComparison.Ordinal) + 2 + authority.Length)..];
            if (target is not ['/', ..]) target = "/" + target;
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new()
        {
            Method = Method,
            RawPath = question < 0 ? target : target[..question],
            RawQuery = question < 0 ? "" : target[(question + 1)..],
            Headers = headers,
            Body = body,
        };
    }

    private HttpRequestHead WithFraming()
    {
        if (Headers.GetValueOrDefault("Host") is var host && (host?.Contains(',') ?? MinorVersion > 0))
            throw new HttpRefusedException(400, "HTTP/1.1 asks for one Host header.");
        if (Headers.TryGetValue("Expect", out var expected) && !expected.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
            throw new HttpRefusedException(417, $"'Expect: {expected}' cannot be met: 100-continue can.");

        var length = Headers.GetValueOrDefault("Content-Length");
        if (length is not null && (length.Length == 0 || length.Any(c => !char.IsAsciiDigit(c))))
            throw new HttpRefusedException(400, $"'Content-Length: {length}' is not one number.");

        var framed = this with
        {
            ExpectsContinue = expected is not null && MinorVersion > 0,
            // What a long cannot hold is beyond every limit.
            ContentLength = length is null ? 0 : long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : long.MaxValue,
        };
        if (!Headers.TryGetValue("Transfer-Encoding", out var coding)) return framed;
        if (length is not null || MinorVersion == 0) throw new HttpRefusedException(400, "Transfer-Encoding stands neither beside Content-Length nor in HTTP/1.0.");
        return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? framed with { IsChunked = true }
            : throw new HttpRefusedException(501, $"The transfer coding '{coding}' is not known here: chunked is.");
    }

    private bool Says(string name, string option) =>
        Headers.TryGetValue(name, out var value) && value.Split(',', StringSplitOptions.TrimEntries).Contains(option, StringComparer.OrdinalIgnoreCase);

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    private static bool IsTarget(string method, string target) =>
        target.All(c => c is > ' ' and <= '~') && (target.StartsWith('/') || Authority(target) is not null || (method == "OPTIONS" && target == "*"));

    /// <summary>Of an absolute target; null for any other.</summary>
    private static string? Authority(string target)
    {
        var start = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : 0;
        if (start == 0) return null;

        var length = target.AsSpan(start).IndexOfAny('/', '?');
        return length < 0 ? target[start..] : length > 0 ? target[start..(start + length)] : null;
    }
}
