using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>
/// Who may touch a bucket: everyone of its own account, unless its policy denies; of other accounts only whom the policy allows.
/// IAM policies within an account are not simulated.
/// </summary>
internal static class BucketAccess
{
    /// <exception cref="AwsErrorException">AccessDenied.</exception>
    public static void Ensure(S3Bucket bucket, CallerIdentity caller, string action, string resource)
    {
        if (!IsAllowed(bucket, caller, action, resource))
            throw S3Errors.AccessDenied();
    }

    public static bool IsAllowed(S3Bucket bucket, CallerIdentity caller, string action, string resource)
    {
        var isOwner = caller.AccountId == bucket.OwnerAccountId;
        // The owner can always take a policy back, or a mistake would lock the bucket for ever.
        if (isOwner && action is "s3:PutBucketPolicy" or "s3:GetBucketPolicy" or "s3:DeleteBucketPolicy")
            return true;
        return bucket.Policy?.Denies(caller, action, resource) != true
            && (isOwner || bucket.Policy?.Allows(caller, action, resource) == true);
    }
}
