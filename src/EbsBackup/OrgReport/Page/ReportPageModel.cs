namespace EbsBackup.OrgReport.Page;

/// <summary>All that the page shows. What was not asked for is null and has no section; what could not be read is a gap and is never hidden.</summary>
public sealed record ReportPageModel
{
    public required DateTimeOffset WindowStart { get; init; }

    /// <summary>Not in the window itself.</summary>
    public required DateTimeOffset WindowEnd { get; init; }

    /// <summary>When the jobs were read: nothing after it is on the page, also when it is before <see cref="WindowEnd"/>.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Whose jobs: "the Organization of 111111111111" or "account 222222222222".</summary>
    public required string Scope { get; init; }

    /// <summary>The Regions that were asked.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>Whether all could be read, not how the backups went.</summary>
    public required Outcome Outcome { get; init; }

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

    /// <summary>What is not as it could be, and is no failure.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The report's other files. Their names become links.</summary>
    public IReadOnlyList<PageFile> Files { get; init; } = [];

    /// <summary>The page of a report. The trend, the gaps and what else was asked for are added by <c>with</c>.</summary>
    /// <param name="report">As it goes into the manifest.</param>
    /// <param name="backupJobs">Has taken every job of the report.</param>
    /// <param name="pageKey">Where the page will lie: its links lead from there.</param>
    public static ReportPageModel Of(OrgBackupReport report, PageStatistics backupJobs, string pageKey) => new()
    {
        WindowStart = report.Start,
        WindowEnd = report.End,
        AsOf = report.AsOf,
        Scope = report.ManagementAccountId is { } account ? $"the Organization of {account}" : "an Organization",
        Regions = [.. report.Regions.Keys],
        Outcome = report.Outcome,
        BackupJobs = backupJobs,
        Coverage = report.Coverage?.Statistics,
        AccountNames = report.AccountNames,
        Notes = report.Notes,
        Files = [.. report.Files.Select(file => PageFile.Of(file, pageKey))],
    };
}
