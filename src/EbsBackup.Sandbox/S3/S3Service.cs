using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.S3;

/// <summary>
/// Amazon S3 in memory: buckets, objects, versions, listings, conditional writes, multipart uploads, checksums, Object Lock.
/// What it does not serve answers NotImplemented.
/// </summary>
public sealed class S3Service : ISandboxService, IStateSection
{
    private readonly S3Store _store = new();
    private readonly BucketOperations _buckets;
    private readonly Dictionary<string, Func<S3Request, S3Bucket, SandboxResponse>> _operations;

    public S3Service()
    {
        _buckets = new(_store);
        var writes = new ObjectWrites(_store);
        var deletes = new ObjectDeletes(_store);
        var uploads = new MultipartUploads(_store, writes);
        _operations = new(StringComparer.Ordinal)
        {
            ["HeadBucket"] = BucketOperations.Head,
            ["DeleteBucket"] = _buckets.Delete,
            ["GetBucketLocation"] = BucketOperations.Location,
            ["GetBucketVersioning"] = BucketOperations.GetVersioning,
            ["PutBucketVersioning"] = BucketOperations.PutVersioning,
            ["ListObjects"] = Listings.ObjectsV1,
            ["ListObjectsV2"] = Listings.ObjectsV2,
            ["ListObjectVersions"] = Listings.Versions,
            ["PutObject"] = writes.Put,
            ["CopyObject"] = writes.Copy,
            ["GetObject"] = ObjectReads.Get,
            ["HeadObject"] = ObjectReads.Get,
            ["GetObjectAttributes"] = ObjectReads.Attributes,
            ["DeleteObject"] = deletes.Delete,
            ["DeleteObjects"] = deletes.DeleteMany,
            ["GetObjectTagging"] = ObjectTagging.Get,
            ["PutObjectTagging"] = ObjectTagging.Put,
            ["DeleteObjectTagging"] = ObjectTagging.Delete,
            ["CreateMultipartUpload"] = uploads.Create,
            ["UploadPart"] = MultipartUploads.UploadPart,
            ["UploadPartCopy"] = uploads.UploadPartCopy,
            ["CompleteMultipartUpload"] = uploads.Complete,
            ["AbortMultipartUpload"] = MultipartUploads.Abort,
            ["ListMultipartUploads"] = UploadListings.Uploads,
            ["ListParts"] = UploadListings.Parts,
            ["GetObjectLockConfiguration"] = ObjectLocks.GetConfiguration,
            ["PutObjectLockConfiguration"] = ObjectLocks.PutConfiguration,
            ["GetObjectRetention"] = ObjectLocks.GetRetention,
            ["PutObjectRetention"] = ObjectLocks.PutRetention,
            ["GetObjectLegalHold"] = ObjectLocks.GetLegalHold,
            ["PutObjectLegalHold"] = ObjectLocks.PutLegalHold,
        };
        BucketDocuments.AddTo(_operations);
    }

    public string SigningName => "s3";

    public string MemberName => "buckets";

    public void Load(Account account, StateNode node) => BucketsState.Load(_store, account, node);

    public void Write(Account account, Utf8JsonWriter json) => BucketsState.Write(_store, account, json);

    /// <summary>The API operation that the request asks for, such as <c>PutObject</c>.</summary>
    public string OperationOf(SandboxRequest request)
    {
        try
        {
            return S3Operation.Of(request, S3Address.Parse(request));
        }
        catch (AwsErrorException)
        {
            // An address that cannot be read is no operation; Handle says why.
            return request.Method;
        }
    }

    public SandboxResponse Handle(SandboxCall call)
    {
        var request = new S3Request(call);
        var operation = S3Operation.Of(call.Request, request.Address);
        if (request.Address.Bucket is { } bucket)
            call.ItemIds.Add(request.Address.Key is { } key ? $"{bucket}/{key}" : bucket);

        return operation switch
        {
            "ListBuckets" => _buckets.List(request),
            "CreateBucket" => _buckets.Create(request),
            _ => _operations.TryGetValue(operation, out var handle)
                ? handle(request, FindBucket(request, operation))
                : throw new AwsErrorException("NotImplemented", $"The sandbox does not serve {operation}.", 501),
        };
    }

    public SandboxResponse Error(AwsErrorException error, string requestId) =>
        S3Xml.Error(error, requestId, HostId(requestId), "/");

    /// <summary>The error in S3's shape; a HEAD gets its status and headers alone.</summary>
    public SandboxResponse Error(AwsErrorException error, string requestId, SandboxRequest request)
    {
        var response = request.Method == "HEAD" || error.StatusCode == 304
            ? new SandboxResponse { StatusCode = error.StatusCode, Headers = { ["Content-Type"] = "application/xml" } }
            : S3Xml.Error(error, requestId, HostId(requestId), request.RawPath);
        response.Headers["x-amz-request-id"] = requestId;
        response.Headers["x-amz-id-2"] = HostId(requestId);
        foreach (var (name, value) in error.Headers)
            response.Headers[name] = value;
        return response;
    }

    private S3Bucket FindBucket(S3Request request, string operation)
    {
        var name = request.Address.Bucket!;
        if (!_store.Buckets.TryGetValue(name, out var bucket))
            throw BucketName.IsValid(name) ? S3Errors.NoSuchBucket(name) : S3Errors.InvalidBucketName(name);

        BucketRegion.Ensure(request, bucket, operation);
        var resource = request.Address.Key is null ? bucket.Arn : $"{bucket.Arn}/{request.Key}";
        var expectedOwner = request.Header("x-amz-expected-bucket-owner");
        // DeleteObjects is judged key by key.
        var isAllowed = operation == "DeleteObjects"
            || BucketAccess.IsAllowed(bucket, request.Call.Caller, S3Operation.ActionOf(operation, request.VersionId is not null), resource);
        if (!isAllowed || (expectedOwner is not null && expectedOwner != bucket.OwnerAccountId))
        {
            throw new AwsErrorException("AccessDenied", "Access Denied", 403)
            {
                // HeadBucket tells the Region even to those who may not enter.
                Headers = operation == "HeadBucket" ? S3Errors.Detail(("x-amz-bucket-region", bucket.Region)) : new Dictionary<string, string>(),
            };
        }

        return bucket;
    }

    private static string HostId(string requestId) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)));
}
