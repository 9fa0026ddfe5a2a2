using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>What to look at, what counts as covered, and where to write it.</summary>
public sealed record CoverageOptions
{
    public const string DefaultOrganizationRole = "EbsBackup-Role";

    public const string DefaultKeyPrefix = "BackupCoverage";

    public const string DefaultOptOutTag = "ebs-backup:exclude";

    /// <summary>A day and the hour that a daily backup may take.</summary>
    public static TimeSpan DefaultMaxAge { get; } = TimeSpan.FromHours(25);

    /// <summary>A role in the Organization's management account that lists its accounts. Without it the session's own account must be that one.</summary>
    public string? ManagementRoleArn { get; init; }

    /// <summary>The external id that the trust policies ask for: the management role's and the accounts'.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The role to assume in each account but the session's own.</summary>
    public string OrganizationRole { get; init; } = DefaultOrganizationRole;

    /// <summary>The accounts to look into; none: all of the Organization.</summary>
    public IReadOnlyList<string> AccountIds { get; init; } = [];

    /// <summary>Accounts to leave out.</summary>
    public IReadOnlyList<string> ExcludedAccountIds { get; init; } = [];

    /// <summary>The Regions to ask; none: the session's.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Ask the Regions that are enabled in each account, instead of <see cref="Regions"/>.</summary>
    public bool AllRegions { get; init; }

    /// <summary>As AWS Backup names them; none: all.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>The age beyond which a backup is stale.</summary>
    public TimeSpan MaxAge { get; init; } = DefaultMaxAge;

    /// <summary>Keys, or <c>key=value</c>. A key alone counts with any value but <c>false</c>.</summary>
    public IReadOnlyList<string> OptOutTags { get; init; } = [DefaultOptOutTag];

    /// <summary>The folder below which <see cref="KeyPrefix"/> begins.</summary>
    public string? OutputPath { get; init; }

    public string? BucketName { get; init; }

    /// <summary>Path segments of letters, digits and <c>_ = + - .</c>, with <c>/</c> between them.</summary>
    public string KeyPrefix { get; init; } = DefaultKeyPrefix;

    public KeyLayout KeyLayout { get; init; }

    /// <summary>A KMS key that encrypts the objects; without it the bucket's own setting counts.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The coverage that goes with a report: whom to ask, where and where to are the report's.</summary>
    internal CoverageOptions Of(OrgReportOptions report) => this with
    {
        ManagementRoleArn = report.ManagementRoleArn,
        ExternalId = ExternalId ?? report.ExternalId,
        Regions = report.Regions,
        AllRegions = report.AllRegions,
        OutputPath = report.OutputPath,
        BucketName = report.BucketName,
        KeyLayout = report.KeyLayout,
        KmsKeyId = report.KmsKeyId,
    };

    internal FleetSelector Places() => new()
    {
        Regions = [.. Regions.Select(RegionName.Parse)],
        AllRegions = AllRegions,
        OrganizationRole = OrganizationRole,
        ManagementRoleArn = ManagementRoleArn,
        AccountIds = [.. AccountIds.Select(AccountId.Parse)],
        ExcludedAccountIds = [.. ExcludedAccountIds.Select(AccountId.Parse)],
        ExternalId = ExternalId,
    };
}
