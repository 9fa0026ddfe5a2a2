using EbsBackup.Coverage;

namespace EbsBackup.OrgReport;

/// <summary>What to report and where to.</summary>
public sealed record OrgReportOptions
{
    public const string DefaultKeyPrefix = "BackupReports";

    public const double DefaultHours = 24;

    /// <summary>A role in the Organization's management account. Without it the session's own account must be that one.</summary>
    public string? ManagementRoleArn { get; init; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The Regions to ask; none: the session's.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Ask the Regions that are enabled in the management account, instead of <see cref="Regions"/>.</summary>
    public bool AllRegions { get; init; }

    /// <summary>A UTC day, of which year, month and day count; or <see cref="Hours"/>.</summary>
    public DateTime? Date { get; init; }

    /// <summary>The hours before now; 24 when neither these nor a date is given.</summary>
    public double? Hours { get; init; }

    /// <summary>Report the copy jobs too.</summary>
    public bool IncludeCopyJobs { get; init; }

    /// <summary>Report the restore jobs too.</summary>
    public bool IncludeRestoreJobs { get; init; }

    /// <summary>
    /// Look for what nothing protects, too: written as a coverage of its own and shown on the report's page. Whom to ask, the
    /// Regions and the destinations are the report's.
    /// </summary>
    public CoverageOptions? Coverage { get; init; }

    /// <summary>The folder below which <see cref="KeyPrefix"/> begins.</summary>
    public string? OutputPath { get; init; }

    public string? BucketName { get; init; }

    /// <summary>A KMS key that encrypts the objects; without it the bucket's own setting counts.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Path segments of letters, digits and <c>_ = + - .</c>, with <c>/</c> between them.</summary>
    public string KeyPrefix { get; init; } = DefaultKeyPrefix;

    public KeyLayout KeyLayout { get; init; }
}
