using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>The tags of one version of an object.</summary>
internal static class ObjectTagging
{
    public static SandboxResponse Get(S3Request request, S3Bucket bucket) =>
        Versioned(S3Xml.Response(S3Tags.ToXml(ObjectReads.Find(bucket, request.Key, request.VersionId).Tags)), request, bucket);

    public static SandboxResponse Put(S3Request request, S3Bucket bucket)
    {
        var tags = S3Tags.ParseXml(request.Document("Tagging"), most: 10);
        Replace(request, bucket, tags);
        return Versioned(new(), request, bucket);
    }

    public static SandboxResponse Delete(S3Request request, S3Bucket bucket)
    {
        Replace(request, bucket, []);
        return Versioned(new() { StatusCode = 204 }, request, bucket);
    }

    private static void Replace(S3Request request, S3Bucket bucket, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        var found = ObjectReads.Find(bucket, request.Key, request.VersionId);
        bucket.Keys.Find(request.Key)!.Replace(found with { Tags = tags });
    }

    private static SandboxResponse Versioned(SandboxResponse response, S3Request request, S3Bucket bucket)
    {
        if (bucket.Versioning is not null)
            response.Headers["x-amz-version-id"] = ObjectReads.Find(bucket, request.Key, request.VersionId).VersionId;
        return response;
    }
}
