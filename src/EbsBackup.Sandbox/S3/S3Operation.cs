using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Which operation of the API a request asks for: S3 says it by verb, path, subresource and header.</summary>
internal static class S3Operation
{
    private static readonly Dictionary<string, string> BucketSubresources = new(StringComparer.Ordinal)
    {
        ["location"] = "BucketLocation",
        ["versioning"] = "BucketVersioning",
        ["lifecycle"] = "BucketLifecycleConfiguration",
        ["publicAccessBlock"] = "PublicAccessBlock",
        ["ownershipControls"] = "BucketOwnershipControls",
        ["cors"] = "BucketCors",
        ["tagging"] = "BucketTagging",
        ["encryption"] = "BucketEncryption",
        ["policy"] = "BucketPolicy",
        ["object-lock"] = "ObjectLockConfiguration",
        ["policyStatus"] = "BucketPolicyStatus",
        ["acl"] = "BucketAcl",
        ["accelerate"] = "BucketAccelerateConfiguration",
        ["analytics"] = "BucketAnalyticsConfiguration",
        ["intelligent-tiering"] = "BucketIntelligentTieringConfiguration",
        ["inventory"] = "BucketInventoryConfiguration",
        ["logging"] = "BucketLogging",
        ["metrics"] = "BucketMetricsConfiguration",
        ["notification"] = "BucketNotificationConfiguration",
        ["replication"] = "BucketReplication",
        ["requestPayment"] = "BucketRequestPayment",
        ["website"] = "BucketWebsite",
    };

    private static readonly Dictionary<string, string> ObjectSubresources = new(StringComparer.Ordinal)
    {
        ["tagging"] = "ObjectTagging",
        ["retention"] = "ObjectRetention",
        ["legal-hold"] = "ObjectLegalHold",
        ["attributes"] = "ObjectAttributes",
        ["acl"] = "ObjectAcl",
        ["torrent"] = "ObjectTorrent",
    };

    /// <summary>The operation's name, such as <c>PutObject</c>; for what S3 does not know, verb and subresource.</summary>
    public static string Of(SandboxRequest request, S3Address address)
    {
        var query = S3Address.Query(request).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        return address.Bucket is null ? request.Method == "GET" ? "ListBuckets" : request.Method + "Service"
            : address.Key is null ? OfBucket(request, query)
            : OfObject(request, query);
    }

    /// <summary>The IAM action that a bucket policy must allow.</summary>
    public static string ActionOf(string operation, bool hasVersion) => "s3:" + operation switch
    {
        "GetObject" or "HeadObject" or "GetObjectAttributes" => hasVersion ? "GetObjectVersion" : "GetObject",
        "DeleteObject" => hasVersion ? "DeleteObjectVersion" : "DeleteObject",
        "GetObjectTagging" or "PutObjectTagging" or "DeleteObjectTagging" when hasVersion => operation.Replace("Tagging", "VersionTagging", StringComparison.Ordinal),
        "HeadBucket" or "ListObjects" or "ListObjectsV2" => "ListBucket",
        "ListObjectVersions" => "ListBucketVersions",
        "ListMultipartUploads" => "ListBucketMultipartUploads",
        "ListParts" => "ListMultipartUploadParts",
        "CopyObject" or "CreateMultipartUpload" or "UploadPart" or "UploadPartCopy" or "CompleteMultipartUpload" => "PutObject",
        "GetBucketEncryption" => "GetEncryptionConfiguration",
        "PutBucketEncryption" or "DeleteBucketEncryption" => "PutEncryptionConfiguration",
        "GetBucketLifecycleConfiguration" => "GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration" or "DeleteBucketLifecycle" => "PutLifecycleConfiguration",
        "GetPublicAccessBlock" => "GetBucketPublicAccessBlock",
        "PutPublicAccessBlock" or "DeletePublicAccessBlock" => "PutBucketPublicAccessBlock",
        _ => operation,
    };

    private static string OfBucket(SandboxRequest request, HashSet<string> query)
    {
        if (query.FirstOrDefault(BucketSubresources.ContainsKey) is { } subresource)
            return Verb(request.Method) + (request.Method == "DELETE" && subresource == "lifecycle" ? "BucketLifecycle" : BucketSubresources[subresource]);
        return request.Method switch
        {
            "PUT" => "CreateBucket",
            "HEAD" => "HeadBucket",
            "DELETE" => "DeleteBucket",
            "POST" when query.Contains("delete") => "DeleteObjects",
            "GET" when query.Contains("versions") => "ListObjectVersions",
            "GET" when query.Contains("uploads") => "ListMultipartUploads",
            "GET" => query.Contains("list-type") ? "ListObjectsV2" : "ListObjects",
            _ => request.Method + "Bucket",
        };
    }

    private static string OfObject(SandboxRequest request, HashSet<string> query)
    {
        if (query.FirstOrDefault(ObjectSubresources.ContainsKey) is { } subresource)
            return Verb(request.Method) + ObjectSubresources[subresource];

        var isCopy = request.Header("x-amz-copy-source") is not null;
        var isUpload = query.Contains("uploadId");
        return request.Method switch
        {
            "PUT" when isUpload => isCopy ? "UploadPartCopy" : "UploadPart",
            "PUT" => isCopy ? "CopyObject" : "PutObject",
            "GET" => isUpload ? "ListParts" : "GetObject",
            "HEAD" => "HeadObject",
            "DELETE" => isUpload ? "AbortMultipartUpload" : "DeleteObject",
            "POST" when query.Contains("uploads") => "CreateMultipartUpload",
            "POST" when isUpload => "CompleteMultipartUpload",
            "POST" when query.Contains("restore") => "RestoreObject",
            "POST" when query.Contains("select") => "SelectObjectContent",
            _ => request.Method + "Object",
        };
    }

    private static string Verb(string method) => method switch
    {
        "PUT" => "Put",
        "DELETE" => "Delete",
        _ => "Get",
    };
}
