namespace EbsBackup.OrgReport.Page;

/// <summary>One resource and what protects it.</summary>
public sealed record CoverageRow
{
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    /// <summary>As AWS Backup names it: EBS, EC2, RDS, …</summary>
    public required string ResourceType { get; init; }

    /// <summary>The id or ARN; of an account that could not be read, what was asked for.</summary>
    public required string ResourceId { get; init; }

    public string? ResourceName { get; init; }

    /// <summary>"AWS Backup", "EbsBackup", both, or null if nothing does.</summary>
    public string? ProtectedBy { get; init; }

    /// <summary>When the newest completed backup was taken.</summary>
    public DateTimeOffset? Newest { get; init; }

    public required CoverageStatus Status { get; init; }

    /// <summary>Why it is not known, or by which tag it opted out.</summary>
    public string? Reason { get; init; }
}
