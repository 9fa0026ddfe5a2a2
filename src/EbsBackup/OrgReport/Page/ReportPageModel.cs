namespace EbsBackup.OrgReport.Page;

/// <summary>All that the page shows. What was not asked for is null and has no section; what could not be read is a gap and is never hidden.</summary>
public sealed record ReportPageModel
{
    public required DateTimeOffset WindowStart { get; init; }

    /// <summary>Not in the window itself.</summary>
    public required DateTimeOffset WindowEnd { get; init; }

    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Whose jobs: "the Organization of 111111111111" or "account 222222222222".</summary>
    public required string Scope { get; init; }

    /// <summary>The Regions that were asked.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Succeeded, Partial or Failed: whether the report itself could be made, not how the backups went.</summary>
    public required string Outcome { get; init; }

    public required PageStatistics BackupJobs { get; init; }

    public PageStatistics? CopyJobs { get; init; }

    public PageStatistics? RestoreJobs { get; init; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<PageGap> Gaps { get; init; } = [];

    /// <summary>Earlier days, in any order. Null: no archive was looked at, so there is no trend.</summary>
    public IReadOnlyList<TrendDay>? Trend { get; init; }

    public CoverageStatistics? Coverage { get; init; }

    /// <summary>Names by account id, where they are known.</summary>
    public IReadOnlyDictionary<string, string>? AccountNames { get; init; }

    /// <summary>The report's other files. Their names become links.</summary>
    public IReadOnlyList<PageFile> Files { get; init; } = [];
}
