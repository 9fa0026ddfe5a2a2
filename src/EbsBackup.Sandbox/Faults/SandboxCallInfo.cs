namespace EbsBackup.Sandbox.Faults;

/// <summary>A call as it comes in, before anything happens.</summary>
/// <param name="Number">Counts the sandbox's calls from 1.</param>
public sealed record SandboxCallInfo(long Number, string Service, string Operation, string AccountId, string Region, string CallerArn, DateTimeOffset Time)
{
    /// <summary>The IAM action that the call needs; for S3 it is often not the operation's name.</summary>
    public string Action => Service + ":" + (Service == "s3" ? S3Action(Operation) : Operation);

    private static string S3Action(string operation) => operation switch
    {
        "HeadObject" => "GetObject",
        "ListObjects" or "ListObjectsV2" or "HeadBucket" => "ListBucket",
        "ListObjectVersions" => "ListBucketVersions",
        "ListBuckets" => "ListAllMyBuckets",
        "DeleteObjects" => "DeleteObject",
        "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" or "CopyObject" => "PutObject",
        _ => operation,
    };
}
