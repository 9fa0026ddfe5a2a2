using System.Globalization;
using System.Security.Cryptography;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>A request's body after aws-chunked decoding, with the checksum that its sender computed and S3 confirmed.</summary>
internal sealed record S3Payload(byte[] Content, S3Checksum? Checksum, byte[] Md5, bool HasMd5)
{
    /// <exception cref="AwsErrorException">BadDigest, InvalidDigest, InvalidRequest, IncompleteBody, EntityTooLarge.</exception>
    public static S3Payload Read(SandboxRequest request)
    {
        EnsureNotTooLarge(request);
        var chunked = AwsChunkedBody.IsUsedBy(request) ? AwsChunkedBody.Parse(request.Body) : null;
        var content = chunked?.Content() ?? request.Body.ToArray();
        if (chunked is not null && request.Header("X-Amz-Decoded-Content-Length") is { } length
            && length != content.Length.ToString(CultureInfo.InvariantCulture))
        {
            throw new AwsErrorException("IncompleteBody", "The request body terminated unexpectedly");
        }

#pragma warning disable CA5351 // ETags are MD5.
        var md5 = MD5.HashData(content);
#pragma warning restore CA5351
        return new(content, VerifyChecksum(request, chunked, content), md5, VerifyMd5(request, md5));
    }

    private static void EnsureNotTooLarge(SandboxRequest request)
    {
        const long Most = 5L << 30;
        var length = request.Header("X-Amz-Decoded-Content-Length") ?? request.Header("Content-Length");
        if (long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > Most)
        {
            throw new AwsErrorException("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
            {
                Details = S3Errors.Detail(("ProposedSize", length!), ("MaxSizeAllowed", Most.ToString(CultureInfo.InvariantCulture))),
            };
        }
    }

    private static bool VerifyMd5(SandboxRequest request, byte[] md5)
    {
        if (request.Header("Content-MD5") is not { } expected)
            return false;

        var given = new byte[16];
        if (!Convert.TryFromBase64String(expected, given, out var length) || length != 16)
            throw new AwsErrorException("InvalidDigest", "The Content-MD5 you specified was invalid.") { Details = S3Errors.Detail(("Content-MD5", expected)) };
        if (!given.AsSpan().SequenceEqual(md5))
        {
            throw new AwsErrorException("BadDigest", "The Content-MD5 you specified did not match what we received.")
            {
                Details = S3Errors.Detail(("ExpectedDigest", expected), ("CalculatedDigest", Convert.ToBase64String(md5))),
            };
        }

        return true;
    }

    private static S3Checksum? VerifyChecksum(SandboxRequest request, AwsChunkedBody? chunked, byte[] content)
    {
        var given = ChecksumAlgorithm.All
            .Select(a => (Algorithm: a, Value: request.Header(a.Header) ?? chunked?.Trailers.GetValueOrDefault(a.Header)))
            .Where(c => c.Value is not null)
            .ToArray();
        if (given.Length > 1)
            throw new AwsErrorException("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        if (given is not [var (algorithm, value)])
        {
            return request.Header("X-Amz-Trailer") is { } trailer
                ? throw new AwsErrorException("MalformedTrailerError", $"The request contained trailing data that was not well-formed or did not conform to our published schema: {trailer} is missing.")
                : null;
        }

        var asked = request.Header("x-amz-sdk-checksum-algorithm");
        if (asked is not null && ChecksumAlgorithm.Find(asked) != algorithm)
            throw new AwsErrorException("InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.");

        var buffer = new byte[64];
        var actual = S3Checksum.Of(algorithm, content);
        if (!Convert.TryFromBase64String(value!, buffer, out var length) || length != Convert.FromBase64String(actual.Value).Length)
            throw new AwsErrorException("InvalidRequest", $"Value for {algorithm.Header} header is invalid.");
        return actual.Value == value
            ? actual
            : throw new AwsErrorException("BadDigest", $"The {algorithm.Name} you specified did not match the calculated checksum.");
    }
}
