using System.Security.Cryptography;
using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>
/// Checks SigV4 as AWS does: the signature is computed again from the request and the secret
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// What a service calls each fault is <see cref="SignatureErrors"/>' business.
/// </summary>
public static class SignatureVerifier
{
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);
    private static readonly string EmptyHash = Hex(SHA256.HashData([]));

    /// <summary>The secret and, for temporary credentials, the session token that belong to an access key id.</summary>
    public sealed record Secret(string SecretAccessKey, string? SessionToken = null);

    /// <summary>Null when the request is signed rightly.</summary>
    /// <param name="secretOf">The secret of an access key id, or null when there is no such key.</param>
    public static SignatureFault? Verify(SandboxRequest request, DateTimeOffset now, Func<string, Secret?> secretOf)
    {
        if (RequestSignature.Find(request) is not { } signature)
            return RequestSignature.WhyNone(request);
        if (secretOf(signature.AccessKeyId) is not { } secret)
            return SignatureFault.UnknownAccessKey;
        if (secret.SessionToken != signature.SessionToken)
            return SignatureFault.WrongToken;
        if (signature.SignedAt is not { } signedAt || !signature.Timestamp.StartsWith(signature.Date, StringComparison.Ordinal))
            return SignatureFault.Malformed;
        if (signature.IsPresigned ? signedAt - now > AllowedSkew : (now - signedAt).Duration() > AllowedSkew)
            return SignatureFault.Skewed;
        if (now > signedAt + signature.Lifetime)
            return SignatureFault.Expired;

        var payloadHash = PayloadHash(request, signature);
        var key = SigningKey(secret.SecretAccessKey, signature);
        if (!Matches(signature.Signature, key, StringToSign(signature, CanonicalRequest(request, signature, payloadHash))))
            return SignatureFault.Mismatch;

        return payloadHash switch
        {
            "UNSIGNED-PAYLOAD" or "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => null,
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => VerifyChunks(request, signature, key),
            _ => payloadHash == Hex(SHA256.HashData(request.Body.Span)) ? null : SignatureFault.PayloadMismatch,
        };
    }

    private static SignatureFault? VerifyChunks(SandboxRequest request, RequestSignature signature, byte[] key)
    {
        var body = AwsChunkedBody.Parse(request.Body);
        var previous = signature.Signature;
        foreach (var chunk in body.Chunks)
        {
            var text = $"{RequestSignature.Algorithm}-PAYLOAD\n{signature.Timestamp}\n{signature.Scope}\n{previous}\n{EmptyHash}\n{Hex(SHA256.HashData(chunk.Data.Span))}";
            if (chunk.Signature is null || !Matches(chunk.Signature, key, text))
                return SignatureFault.Mismatch;
            previous = chunk.Signature;
        }

        if (!request.Header("X-Amz-Content-Sha256")!.EndsWith("-TRAILER", StringComparison.Ordinal))
            return null;

        var trailers = string.Concat(body.Trailers
            .Where(t => !t.Key.Equals("x-amz-trailer-signature", StringComparison.OrdinalIgnoreCase))
            .OrderBy(t => t.Key, StringComparer.OrdinalIgnoreCase)
            .Select(t => $"{t.Key.ToLowerInvariant()}:{t.Value}\n"));
        var trailerText = $"{RequestSignature.Algorithm}-TRAILER\n{signature.Timestamp}\n{signature.Scope}\n{previous}\n{HashText(trailers)}";
        return body.Trailers.TryGetValue("x-amz-trailer-signature", out var signed) && Matches(signed, key, trailerText)
            ? null
            : SignatureFault.Mismatch;
    }

    private static string PayloadHash(SandboxRequest request, RequestSignature signature) =>
        request.Header("X-Amz-Content-Sha256")
        ?? (signature is { IsPresigned: true, Service: "s3" } ? "UNSIGNED-PAYLOAD" : Hex(SHA256.HashData(request.Body.Span)));

    private static string CanonicalRequest(SandboxRequest request, RequestSignature signature, string payloadHash)
    {
        var path = PercentEncoding.Normalize(request.RawPath, keep: "/");
        // Every service but S3 signs the path escaped twice.
        if (signature.Service != "s3")
            path = PercentEncoding.Encode(path, keep: "/");

        var query = QueryParameters.Parse(request.RawQuery)
            .Where(p => !p.Key.Equals("X-Amz-Signature", StringComparison.OrdinalIgnoreCase))
            .Select(p => (Name: PercentEncoding.Encode(p.Key), Value: PercentEncoding.Encode(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");

        var headers = signature.SignedHeaders.Select(name => $"{name}:{Collapse(request.Header(name) ?? "")}\n");
        return $"{request.Method}\n{path}\n{string.Join('&', query)}\n{string.Concat(headers)}\n{string.Join(';', signature.SignedHeaders)}\n{payloadHash}";
    }

    private static string StringToSign(RequestSignature signature, string canonicalRequest) =>
        $"{RequestSignature.Algorithm}\n{signature.Timestamp}\n{signature.Scope}\n{HashText(canonicalRequest)}";

    private static byte[] SigningKey(string secret, RequestSignature signature)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[signature.Date, signature.Region, signature.Service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    private static bool Matches(string signature, byte[] key, string text) =>
        signature == Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static string Collapse(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string HashText(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
