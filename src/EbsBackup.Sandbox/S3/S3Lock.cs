using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Object Lock on one version (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html).</summary>
internal sealed record S3Lock(string? Mode, DateTimeOffset? RetainUntil, bool LegalHold)
{
    public static readonly S3Lock None = new(null, null, false);

    /// <exception cref="AwsErrorException">AccessDenied: a legal hold or a retention period that still runs.</exception>
    public void EnsureDeletable(DateTimeOffset now, bool bypassGovernance)
    {
        var retained = RetainUntil > now && !(Mode == "GOVERNANCE" && bypassGovernance);
        if (LegalHold || retained)
            throw S3Errors.Locked();
    }

    /// <exception cref="AwsErrorException">AccessDenied: compliance retention may only grow; governance needs the bypass.</exception>
    public void EnsureReplaceable(S3Lock next, DateTimeOffset now, bool bypassGovernance)
    {
        if (RetainUntil > now
            && (next.RetainUntil is null || next.RetainUntil < RetainUntil || (Mode == "COMPLIANCE" && next.Mode != Mode))
            && !(Mode == "GOVERNANCE" && bypassGovernance))
        {
            throw S3Errors.Locked();
        }
    }
}
