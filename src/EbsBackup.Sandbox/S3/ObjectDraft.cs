using System.Globalization;
using System.Text;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Reads from the headers of a PUT, a copy or a new upload what the object will be, its body aside.</summary>
internal static class ObjectDraft
{
    private const int MostMetadata = 2048;

    private static readonly string[] KeptHeaders =
        ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Language", "Expires", "x-amz-website-redirect-location"];

    private static readonly string[] StorageClasses =
    [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR",
    ];

    /// <exception cref="AwsErrorException">KeyTooLongError, MetadataTooLarge, InvalidStorageClass, InvalidTag, InvalidArgument.</exception>
    public static S3Object Read(S3Request request, S3Bucket bucket)
    {
        var size = Encoding.UTF8.GetByteCount(request.Key);
        if (size > 1024)
            throw S3Errors.KeyTooLong(size);

        return new()
        {
            Key = request.Key,
            VersionId = S3Object.NullVersion,
            LastModified = request.Now,
            Headers = ReadHeaders(request),
            StorageClass = ReadStorageClass(request),
            Encryption = S3Encryption.For(request, bucket),
            Tags = request.Header("x-amz-tagging") is { } tagging ? S3Tags.ParseHeader(tagging) : [],
            Lock = ReadLock(request, bucket),
        };
    }

    private static Dictionary<string, string> ReadHeaders(S3Request request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in KeptHeaders)
        {
            if (request.Header(name) is { Length: > 0 } value)
                headers[name] = value;
        }

        // aws-chunked is how the body travelled, not what it is.
        var encoding = string.Join(',', (request.Header("Content-Encoding") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e != "aws-chunked"));
        if (encoding.Length > 0)
            headers["Content-Encoding"] = encoding;

        var metadata = 0;
        foreach (var (name, value) in request.Call.Request.Headers)
        {
            if (!name.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase))
                continue;
            headers[name.ToLowerInvariant()] = value;
            metadata += name.Length - "x-amz-meta-".Length + Encoding.UTF8.GetByteCount(value);
        }

        return metadata <= MostMetadata
            ? headers
            : throw new AwsErrorException("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
            {
                Details = S3Errors.Detail(
                    ("Size", metadata.ToString(CultureInfo.InvariantCulture)),
                    ("MaxSizeAllowed", MostMetadata.ToString(CultureInfo.InvariantCulture))),
            };
    }

    private static string ReadStorageClass(S3Request request) => request.Header("x-amz-storage-class") switch
    {
        null => "STANDARD",
        var name when StorageClasses.Contains(name) => name,
        _ => throw new AwsErrorException("InvalidStorageClass", "The storage class you specified is not valid"),
    };

    private static S3Lock ReadLock(S3Request request, S3Bucket bucket)
    {
        var mode = request.Header("x-amz-object-lock-mode");
        var until = request.Header("x-amz-object-lock-retain-until-date");
        var hold = request.Header("x-amz-object-lock-legal-hold") == "ON";
        if (mode is null && until is null && !hold)
            return ObjectLocks.DefaultOf(bucket, request.Now);
        if (!bucket.ObjectLock)
            throw S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");
        if (mode is null != until is null)
            throw S3Errors.InvalidArgument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied", "x-amz-object-lock-mode", mode ?? "");
        return new(mode, until is null ? null : ObjectLocks.ParseDate(until, request.Now), hold);
    }
}
