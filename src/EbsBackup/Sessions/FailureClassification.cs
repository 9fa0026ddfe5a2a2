namespace EbsBackup.Sessions;

/// <summary>
/// What each failure of each call means for the rest of the run (the whole table: docs/errors.md). Codes:
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
/// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
/// </summary>
internal static class FailureClassification
{
    /// <param name="operation">The IAM action, such as <c>ec2:CreateSnapshot</c>.</param>
    /// <param name="id">The error's id, which stands for all codes of one meaning.</param>
    /// <param name="code">AWS's code; null when there was no answer.</param>
    public static FailureResponse Of(string operation, string id, string? code) => id switch
    {
        _ when IsAnswer(operation, code) => FailureResponse.Answer,
        nameof(SR.Throttled) when IsCreate(operation) || code != "SnapshotCreationPerVolumeRateExceeded" => FailureResponse.Retry,
        nameof(SR.ServiceError) or nameof(SR.Unreachable) => IsCreate(operation) ? FailureResponse.LookFirst : FailureResponse.Retry,
        nameof(SR.Unexpected) when IsCreate(operation) => FailureResponse.LookFirst,

        // Some of a volume's snapshots, or an account's, must complete first.
        _ when IsCreate(operation) && IsCrowded(code) => FailureResponse.Retry,

        // Every account has this machine's clock and the policy's bucket.
        nameof(SR.ClockSkew) or nameof(SR.NoCredentials) or nameof(SR.UnknownBucket) or nameof(SR.BucketElsewhere) => FailureResponse.StopRun,
        _ when operation.StartsWith("s3:", StringComparison.Ordinal) && code?.StartsWith("KMS.", StringComparison.Ordinal) == true => FailureResponse.StopRun,

        // The caller's own credentials assume every account's role, and without the list there are no accounts.
        nameof(SR.ExpiredToken) or nameof(SR.InvalidCredentials) when operation == "sts:AssumeRole" => FailureResponse.StopRun,
        _ when operation == "organizations:ListAccounts" => FailureResponse.StopRun,

        // Half a listing is none: nothing may be decided on it.
        _ when IsListing(operation) || operation.StartsWith("sts:", StringComparison.Ordinal) => FailureResponse.StopAccount,
        nameof(SR.ExpiredToken) => FailureResponse.StopAccount,

        // EC2 answers AuthFailure for a resource that is another account's, too.
        nameof(SR.InvalidCredentials) => code == "AuthFailure" ? FailureResponse.SkipThenStopAccount : FailureResponse.StopAccount,

        // Keys differ in volume and snapshot alone, which no bucket policy tells apart; EC2's conditions see a resource's tags.
        nameof(SR.AccessDenied) => operation == "s3:PutObject" || code == "AllAccessDisabled" ? FailureResponse.StopAccount : FailureResponse.SkipThenStopAccount,
        _ when code is "PendingVerification" or "Blocked" => FailureResponse.StopAccount,

        // 100,000 snapshots a Region; the other limits are a volume's, or pass by themselves.
        _ when code == "SnapshotLimitExceeded" => FailureResponse.StopAccount,
        _ => FailureResponse.Skip,
    };

    /// <summary>So many snapshots of a volume, or of an account, are in progress that no other may begin.</summary>
    public static bool IsCrowded(string? code) => code is "ConcurrentSnapshotLimitExceeded" or "PendingSnapshotLimitExceeded";

    private static bool IsAnswer(string operation, string? code) => (operation, code) switch
    {
        ("ec2:DescribeSnapshots" or "ec2:DeleteSnapshot", "InvalidSnapshot.NotFound") => true,
        ("s3:GetObject", "NoSuchKey") => true,
        ("s3:PutObject", "PreconditionFailed" or "ConditionalRequestConflict") => true,
        _ => false,
    };

    private static bool IsCreate(string operation) => operation is "ec2:CreateSnapshot" or "ec2:CreateSnapshots";

    // The recovery points of one resource are asked for among many others'.
    private static bool IsListing(string operation) => operation != "backup:ListRecoveryPointsByResource" && (operation == "s3:ListBucket"
        || operation.StartsWith("ec2:Describe", StringComparison.Ordinal) || operation.StartsWith("backup:List", StringComparison.Ordinal));
}
