using EbsBackup.OrgReport.Page;

namespace EbsBackup.Coverage;

/// <summary>One resource, what protects it and how old that is; or one thing that could not be read, which is <see cref="CoverageStatus.Unknown"/>.</summary>
public sealed record ResourceCoverage
{
    public required CoverageStatus Status { get; init; }

    public required string AccountId { get; init; }

    /// <summary>As the Organization has it; null when it was not asked.</summary>
    public string? AccountName { get; init; }

    /// <summary>Empty for an account of which no Region could be asked.</summary>
    public required string Region { get; init; }

    /// <summary>As AWS Backup names it: EBS, EC2, RDS, …; <c>All</c> when it is not even known what there is.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The id of a volume or an instance, the ARN of anything else; of what could not be read, the action that failed.</summary>
    public required string ResourceId { get; init; }

    public string? ResourceName { get; init; }

    /// <summary>"AWS Backup", "EbsBackup", "AWS Backup and EbsBackup", or null; of an instance null also while one of its volumes has no backup.</summary>
    public string? ProtectedBy { get; init; }

    /// <summary>The newest completed backup; of an instance, that of the volume whose newest is the oldest.</summary>
    public DateTimeOffset? Newest { get; init; }

    public TimeSpan? Age { get; init; }

    /// <summary>The newest recovery point.</summary>
    public DateTimeOffset? AwsBackupTime { get; init; }

    public string? RecoveryPointArn { get; init; }

    /// <summary>The newest completed snapshot with our ownership tags.</summary>
    public DateTimeOffset? EbsBackupTime { get; init; }

    public string? SnapshotId { get; init; }

    /// <summary>Why it is not known, by which tag it opted out, or which volumes of an instance are not covered.</summary>
    public string? Reason { get; init; }
}
