using System.Globalization;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>
/// Conditional requests (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).
/// A delete marker counts as no object.
/// </summary>
internal static class S3Conditions
{
    /// <exception cref="AwsErrorException">PreconditionFailed, NoSuchKey, NotImplemented.</exception>
    public static void EnsureWritable(S3Request request, S3Object? current)
    {
        if (request.Header("If-None-Match") is { } none)
        {
            if (none != "*")
                throw S3Errors.NotImplemented("If-None-Match");
            if (current is not null)
                throw S3Errors.PreconditionFailed("If-None-Match");
        }

        EnsureMatches(request.Header("If-Match"), request.Key, current);
    }

    /// <exception cref="AwsErrorException">PreconditionFailed, NoSuchKey.</exception>
    public static void EnsureMatches(string? etag, string key, S3Object? current)
    {
        if (etag is null)
            return;
        if (current is null)
            throw S3Errors.NoSuchKey(key);
        if (!Matches(etag, current))
            throw S3Errors.PreconditionFailed("If-Match");
    }

    /// <summary>Whether a GET or HEAD answers 304.</summary>
    /// <exception cref="AwsErrorException">PreconditionFailed.</exception>
    public static bool IsNotModified(S3Request request, S3Object current)
    {
        EnsureUnchanged(request, current, "");
        return IsUnwanted(request, current, "");
    }

    /// <exception cref="AwsErrorException">PreconditionFailed.</exception>
    public static void EnsureCopyable(S3Request request, S3Object source)
    {
        const string Prefix = "x-amz-copy-source-";
        EnsureUnchanged(request, source, Prefix);
        if (IsUnwanted(request, source, Prefix))
            throw S3Errors.PreconditionFailed(Prefix + (request.Header(Prefix + "If-None-Match") is null ? "If-Modified-Since" : "If-None-Match"));
    }

    private static void EnsureUnchanged(S3Request request, S3Object current, string prefix)
    {
        // With both, a matching ETag wins over the date: RFC 9110, 13.2.2.
        if (request.Header(prefix + "If-Match") is { } match)
        {
            if (!Matches(match, current))
                throw S3Errors.PreconditionFailed(prefix + "If-Match");
        }
        else if (Date(request, prefix + "If-Unmodified-Since") is { } since && current.LastModified > since)
        {
            throw S3Errors.PreconditionFailed(prefix + "If-Unmodified-Since");
        }
    }

    private static bool IsUnwanted(S3Request request, S3Object current, string prefix) =>
        request.Header(prefix + "If-None-Match") is { } none
            ? Matches(none, current)
            : Date(request, prefix + "If-Modified-Since") is { } since && current.LastModified <= since;

    private static bool Matches(string condition, S3Object current) =>
        condition == "*" || condition.Split(',', StringSplitOptions.TrimEntries).Any(e => e.Trim('"') == current.ETag.Trim('"'));

    private static DateTimeOffset? Date(S3Request request, string header) =>
        DateTimeOffset.TryParse(request.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
