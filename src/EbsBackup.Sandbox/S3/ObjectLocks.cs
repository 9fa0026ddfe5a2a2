using System.Globalization;
using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Object Lock: a bucket's default, a version's retention and legal hold.</summary>
internal static class ObjectLocks
{
    private const string Document = "object-lock";

    public static S3Lock DefaultOf(S3Bucket bucket, DateTimeOffset now)
    {
        if (!bucket.Documents.TryGetValue(Document, out var bytes)
            || XElement.Parse(Encoding.UTF8.GetString(bytes)).Child("Rule")?.Child("DefaultRetention") is not { } rule)
        {
            return S3Lock.None;
        }

        var until = rule.Text("Days") is { } days ? now.AddDays(Number(days)) : now.AddYears(Number(rule.Text("Years") ?? throw S3Errors.MalformedXml()));
        return new(rule.Text("Mode"), until, false);
    }

    public static SandboxResponse GetConfiguration(S3Request request, S3Bucket bucket) =>
        !bucket.ObjectLock
            ? throw new AwsErrorException("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", 404)
            {
                Details = S3Errors.Detail(("BucketName", bucket.Name)),
            }
            : bucket.Documents.TryGetValue(Document, out var bytes)
                ? new() { Body = bytes, Headers = { ["Content-Type"] = "application/xml" } }
                : S3Xml.Response(S3Xml.Element("ObjectLockConfiguration", S3Xml.Element("ObjectLockEnabled", "Enabled")));

    public static SandboxResponse PutConfiguration(S3Request request, S3Bucket bucket)
    {
        request.Document("ObjectLockConfiguration");
        if (!bucket.ObjectLock)
            throw new AwsErrorException("InvalidBucketState", "Object Lock configuration cannot be enabled on existing buckets", 409);
        bucket.Documents[Document] = request.Payload.Content;
        return new();
    }

    public static SandboxResponse GetRetention(S3Request request, S3Bucket bucket) =>
        Find(request, bucket).Lock is { Mode: { } mode, RetainUntil: { } until }
            ? S3Xml.Response(S3Xml.Element("Retention", S3Xml.Element("Mode", mode), S3Xml.Element("RetainUntilDate", S3Xml.Timestamp(until))))
            : throw NoConfiguration(request);

    public static SandboxResponse PutRetention(S3Request request, S3Bucket bucket)
    {
        var document = request.Document("Retention");
        var mode = document.Text("Mode");
        if (mode is not (null or "GOVERNANCE" or "COMPLIANCE"))
            throw S3Errors.MalformedXml();

        var found = Find(request, bucket);
        var next = found.Lock with
        {
            Mode = mode,
            RetainUntil = mode is null ? null : ParseDate(document.Text("RetainUntilDate") ?? throw S3Errors.MalformedXml(), request.Now),
        };
        found.Lock.EnsureReplaceable(next, request.Now, request.BypassGovernance);
        bucket.Keys.Find(request.Key)!.Replace(found with { Lock = next });
        return new();
    }

    public static SandboxResponse GetLegalHold(S3Request request, S3Bucket bucket) =>
        S3Xml.Response(S3Xml.Element("LegalHold", S3Xml.Element("Status", Find(request, bucket).Lock.LegalHold ? "ON" : "OFF")));

    public static SandboxResponse PutLegalHold(S3Request request, S3Bucket bucket)
    {
        var status = request.Document("LegalHold").Text("Status");
        if (status is not ("ON" or "OFF"))
            throw S3Errors.MalformedXml();
        var found = Find(request, bucket);
        bucket.Keys.Find(request.Key)!.Replace(found with { Lock = found.Lock with { LegalHold = status == "ON" } });
        return new();
    }

    public static DateTimeOffset ParseDate(string text, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
            throw S3Errors.InvalidArgument("The retain until date must be provided in ISO 8601 format", "x-amz-object-lock-retain-until-date", text);
        return until > now
            ? until
            : throw S3Errors.InvalidArgument("The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", text);
    }

    private static S3Object Find(S3Request request, S3Bucket bucket) =>
        bucket.ObjectLock
            ? ObjectReads.Find(bucket, request.Key, request.VersionId)
            : throw S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");

    private static AwsErrorException NoConfiguration(S3Request request) =>
        new("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration", 404)
        {
            Details = S3Errors.Detail(("Key", request.Key)),
        };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw S3Errors.MalformedXml();
}
