using System.Security.Cryptography;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>PutObject and CopyObject.</summary>
internal sealed class ObjectWrites(S3Store store)
{
    public SandboxResponse Put(S3Request request, S3Bucket bucket)
    {
        var draft = ObjectDraft.Read(request, bucket);
        var payload = request.Payload;
        S3Conditions.EnsureWritable(request, bucket.Keys.Find(draft.Key)?.Current);

        var stored = store.Add(bucket, draft with
        {
            Body = payload.Content,
            ETag = ETag(payload.Md5),
            Checksum = payload.Checksum ?? S3Checksum.Of(ChecksumAlgorithm.Crc64Nvme, payload.Content),
        }, request.Now);

        var response = new SandboxResponse { Headers = { ["ETag"] = stored.ETag } };
        WriteStored(response, stored, bucket);
        WriteChecksum(response, stored.Checksum);
        return response;
    }

    public SandboxResponse Copy(S3Request request, S3Bucket bucket)
    {
        var (sourceBucket, source) = FindSource(request);
        var draft = ObjectDraft.Read(request, bucket);
        var replaces = request.Header("x-amz-metadata-directive") == "REPLACE";
        if (sourceBucket == bucket && source.Key == draft.Key && source.VersionId == bucket.Keys.Find(draft.Key)?.Current?.VersionId
            && !replaces && request.Header("x-amz-storage-class") is null && request.Header("x-amz-server-side-encryption") is null
            && request.Header("x-amz-website-redirect-location") is null)
        {
            throw S3Errors.InvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        S3Conditions.EnsureWritable(request, bucket.Keys.Find(draft.Key)?.Current);
        var algorithm = request.Header("x-amz-checksum-algorithm") is { } name ? ChecksumAlgorithm.Find(name) : source.Checksum?.Algorithm;
        var stored = store.Add(bucket, draft with
        {
            Body = source.Body,
            ETag = ETag(Md5(source.Body)),
            Headers = replaces ? draft.Headers : source.Headers,
            Tags = request.Header("x-amz-tagging-directive") == "REPLACE" ? draft.Tags : source.Tags,
            Checksum = S3Checksum.Of(algorithm ?? ChecksumAlgorithm.Crc64Nvme, source.Body),
        }, request.Now);

        var response = S3Xml.Response(S3Xml.Element(
            "CopyObjectResult",
            S3Xml.Element("LastModified", S3Xml.Timestamp(stored.LastModified)),
            S3Xml.Element("ETag", stored.ETag),
            S3Xml.Element(stored.Checksum!.Algorithm.Element, stored.Checksum.Value),
            S3Xml.Element("ChecksumType", stored.Checksum.Type)));
        WriteStored(response, stored, bucket);
        if (sourceBucket.Versioning is not null)
            response.Headers["x-amz-copy-source-version-id"] = source.VersionId;
        return response;
    }

    /// <summary>What <c>x-amz-copy-source</c> names, if the caller may read it and the copy's conditions hold.</summary>
    public (S3Bucket Bucket, S3Object Object) FindSource(S3Request request)
    {
        var header = request.Header("x-amz-copy-source")!;
        var question = header.IndexOf("?versionId=", StringComparison.Ordinal);
        var path = PercentEncoding.Decode(question < 0 ? header : header[..question]);
        // One leading slash belongs to the form, a second one to no bucket.
        path = path.StartsWith('/') ? path[1..] : path;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == path.Length - 1)
            throw S3Errors.InvalidArgument("Invalid copy source object key", "x-amz-copy-source", header);

        var (name, key) = (path[..slash], path[(slash + 1)..]);
        if (!store.Buckets.TryGetValue(name, out var bucket))
            throw S3Errors.NoSuchBucket(name);
        BucketAccess.Ensure(bucket, request.Call.Caller, "s3:GetObject", $"{bucket.Arn}/{key}");
        var source = ObjectReads.Find(bucket, key, question < 0 ? null : header[(question + "?versionId=".Length)..]);
        S3Conditions.EnsureCopyable(request, source);
        return (bucket, source);
    }

    public static void WriteStored(SandboxResponse response, S3Object stored, S3Bucket bucket)
    {
        stored.Encryption.WriteTo(response);
        if (bucket.Versioning is not null)
            response.Headers["x-amz-version-id"] = stored.VersionId;
    }

    public static void WriteChecksum(SandboxResponse response, S3Checksum? checksum)
    {
        if (checksum is null)
            return;
        response.Headers[checksum.Algorithm.Header] = checksum.Value;
        response.Headers["x-amz-checksum-type"] = checksum.Type;
    }

    public static string ETag(byte[] md5) => $"\"{Convert.ToHexString(md5).ToLowerInvariant()}\"";

#pragma warning disable CA5351 // ETags are MD5.
    public static byte[] Md5(ReadOnlySpan<byte> data) => MD5.HashData(data);
#pragma warning restore CA5351
}
