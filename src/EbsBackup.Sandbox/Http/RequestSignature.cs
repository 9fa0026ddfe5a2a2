using System.Globalization;

namespace EbsBackup.Sandbox.Http;

/// <summary>What a SigV4 signature says of itself, whether it came in the Authorization header or in a presigned query.</summary>
/// <param name="Timestamp">As signed, <c>yyyyMMddTHHmmssZ</c>.</param>
/// <param name="Lifetime">How long a presigned URL holds; null for a header.</param>
public sealed record RequestSignature(
    string AccessKeyId,
    string Date,
    string Region,
    string Service,
    IReadOnlyList<string> SignedHeaders,
    string Signature,
    string Timestamp,
    string? SessionToken,
    TimeSpan? Lifetime)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    public bool IsPresigned => Lifetime is not null;

    /// <summary>When the request was signed, or null when the timestamp cannot be read.</summary>
    public DateTimeOffset? SignedAt =>
        DateTimeOffset.TryParseExact(Timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    /// <summary>The request's signature, or null when it carries none that can be read.</summary>
    public static RequestSignature? Find(SandboxRequest request) =>
        request.Header("Authorization") is { } authorization ? FromHeader(request, authorization) : FromQuery(request);

    /// <summary>Why <see cref="Find"/> finds nothing.</summary>
    public static SignatureFault WhyNone(SandboxRequest request) =>
        request.Header("Authorization") is { } authorization
            ? authorization.StartsWith(Algorithm, StringComparison.Ordinal) ? SignatureFault.Malformed : SignatureFault.Unsupported
            : HasQuerySignature(request) ? SignatureFault.Malformed
            : request.RawQuery.Contains("AWSAccessKeyId=", StringComparison.Ordinal) ? SignatureFault.Unsupported
            : SignatureFault.Missing;

    private static bool HasQuerySignature(SandboxRequest request) =>
        request.RawQuery.Contains("X-Amz-Signature=", StringComparison.OrdinalIgnoreCase);

    private static RequestSignature? FromHeader(SandboxRequest request, string authorization)
    {
        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            return null;

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in authorization[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                fields[field[..equals]] = field[(equals + 1)..];
        }

        return fields.TryGetValue("Credential", out var credential)
            && fields.TryGetValue("SignedHeaders", out var headers)
            && fields.TryGetValue("Signature", out var signature)
                ? Create(credential, headers, signature, request.Header("X-Amz-Date") ?? "", request.Header("X-Amz-Security-Token"), null)
                : null;
    }

    private static RequestSignature? FromQuery(SandboxRequest request)
    {
        if (!HasQuerySignature(request))
            return null;

        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in QueryParameters.Parse(request.RawQuery))
            query.TryAdd(name, value);

        return query.GetValueOrDefault("X-Amz-Algorithm") == Algorithm
            && query.TryGetValue("X-Amz-Credential", out var credential)
            && query.TryGetValue("X-Amz-SignedHeaders", out var headers)
            && query.TryGetValue("X-Amz-Date", out var timestamp)
            && int.TryParse(query.GetValueOrDefault("X-Amz-Expires", "900"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? Create(credential, headers, query["X-Amz-Signature"], timestamp, query.GetValueOrDefault("X-Amz-Security-Token"), TimeSpan.FromSeconds(seconds))
                : null;
    }

    private static RequestSignature? Create(
        string credential, string headers, string signature, string timestamp, string? token, TimeSpan? lifetime) =>
        credential.Split('/') is [var key, var date, var region, var service, "aws4_request"]
            ? new(key, date, region, service, headers.Split(';'), signature, timestamp, token, lifetime)
            : null;
}
