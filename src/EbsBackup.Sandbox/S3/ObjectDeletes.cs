using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>DeleteObject and DeleteObjects.</summary>
internal sealed class ObjectDeletes(S3Store store)
{
    private sealed record Outcome(string? VersionId, bool IsDeleteMarker);

    public SandboxResponse Delete(S3Request request, S3Bucket bucket)
    {
        var outcome = Delete(request, bucket, request.Key, request.VersionId, request.Header("If-Match"));
        var response = new SandboxResponse { StatusCode = 204 };
        if (outcome.VersionId is not null)
            response.Headers["x-amz-version-id"] = outcome.VersionId;
        if (outcome.IsDeleteMarker)
            response.Headers["x-amz-delete-marker"] = "true";
        return response;
    }

    public SandboxResponse DeleteMany(S3Request request, S3Bucket bucket)
    {
        if (!request.Payload.HasMd5 && request.Payload.Checksum is null)
            throw S3Errors.InvalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");

        var document = request.Document("Delete");
        var objects = document.Children("Object").ToList();
        if (objects.Count is 0 or > 1000)
            throw S3Errors.MalformedXml();

        var quiet = document.Text("Quiet")?.Trim() == "true";
        return S3Xml.Response(S3Xml.Element("DeleteResult", objects.Select(o => DeleteOne(request, bucket, o, quiet))));
    }

    private XElement? DeleteOne(S3Request request, S3Bucket bucket, XElement item, bool quiet)
    {
        var key = item.Text("Key") is { Length: > 0 } text ? text : throw S3Errors.MalformedXml();
        var versionId = item.Text("VersionId") is { Length: > 0 } id ? id : null;
        try
        {
            BucketAccess.Ensure(bucket, request.Call.Caller, versionId is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", $"{bucket.Arn}/{key}");
            var outcome = Delete(request, bucket, key, versionId, item.Text("ETag"));
            return quiet ? null : S3Xml.Element(
                "Deleted",
                S3Xml.Element("Key", key),
                S3Xml.Optional("VersionId", versionId),
                outcome.IsDeleteMarker ? S3Xml.Element("DeleteMarker", "true") : null,
                outcome.IsDeleteMarker ? S3Xml.Element("DeleteMarkerVersionId", outcome.VersionId) : null);
        }
        catch (AwsErrorException e)
        {
            return S3Xml.Element(
                "Error",
                S3Xml.Element("Key", key),
                S3Xml.Optional("VersionId", versionId),
                S3Xml.Element("Code", e.Code),
                S3Xml.Element("Message", e.Message));
        }
    }

    private Outcome Delete(S3Request request, S3Bucket bucket, string key, string? versionId, string? ifMatch)
    {
        var size = Encoding.UTF8.GetByteCount(key);
        if (size > 1024)
            throw S3Errors.KeyTooLong(size);
        if (versionId is not null)
            ObjectReads.EnsureVersionId(versionId);

        var versions = bucket.Keys.Find(key);
        S3Conditions.EnsureMatches(ifMatch, key, versions?.Current);
        if (versionId is not null || bucket.Versioning is null)
        {
            var version = versions?.Find(versionId ?? S3Object.NullVersion);
            if (version is not null)
                Remove(request, bucket, versions!, version);
            return new(versionId, versionId is not null && version?.IsDeleteMarker == true);
        }

        var marker = store.Add(bucket, new() { Key = key, VersionId = "", LastModified = request.Now, IsDeleteMarker = true }, request.Now);
        return new(marker.VersionId, true);
    }

    private static void Remove(S3Request request, S3Bucket bucket, KeyVersions versions, S3Object version)
    {
        version.Lock.EnsureDeletable(request.Now, request.BypassGovernance);
        versions.Remove(version);
        if (versions.IsEmpty)
            bucket.Keys.Remove(versions);
    }
}
