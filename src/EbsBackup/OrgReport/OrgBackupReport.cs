using System.Text.Json.Serialization;

using EbsBackup.Coverage;

namespace EbsBackup.OrgReport;

/// <summary>What a report covers, counted and wrote. Its JSON is the report's manifest.</summary>
/// <remarks>Its lists are arrays: PowerShell does not index other read-only lists.</remarks>
public sealed record OrgBackupReport
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The first instant of the window.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The first instant after the window.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>When the jobs were read, by AWS's clock: nothing after it is in the report, also when it is before <see cref="End"/>.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The account whose Organization was asked.</summary>
    public string? ManagementAccountId { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Backup jobs created in the window, each counted once.</summary>
    public long Jobs { get; init; }

    /// <summary>Jobs in each file. <c>COMPLETED_WITH_ISSUES</c> repeats some of <c>COMPLETED</c>; <c>ENDED_LATER</c> is not in <see cref="Jobs"/>.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>States of the jobs that were created before the window and ended in it.</summary>
    public required IReadOnlyDictionary<string, long> EndedLater { get; init; }

    /// <summary>Jobs created in the window by Region, then state.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Regions { get; init; }

    /// <summary>Jobs created in the window by account, then state.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Accounts { get; init; }

    /// <summary>Jobs created in the window by resource type, then state.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ResourceTypes { get; init; }

    /// <summary>Jobs created in the window by Region as AWS's own summaries count them, where it gives them: whole days of the last fourteen.</summary>
    public IReadOnlyDictionary<string, long> SummaryCounts { get; init; } = new Dictionary<string, long>();

    /// <summary>The copy jobs; null unless they were asked for.</summary>
    public OrgJobCounts? CopyJobs { get; init; }

    /// <summary>The restore jobs; null unless they were asked for.</summary>
    public OrgJobCounts? RestoreJobs { get; init; }

    /// <summary>What protects the accounts' resources; null unless it was asked for. Its errors and outcome are its own.</summary>
    public CoverageReport? Coverage { get; init; }

    /// <summary>Names by account id, of all accounts of the Organization; empty where AWS does not tell them.</summary>
    public IReadOnlyDictionary<string, string> AccountNames { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<OrgReportFile> Files { get; init => field = value.ToArray(); }

    public required IReadOnlyList<EbsBackupError> Errors { get; init => field = value.ToArray(); }

    /// <summary>What is not as it could be, and is no failure.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value.ToArray(); } = [];

    /// <summary>Days before this one, of the 30 that AWS Backup keeps, that have no complete report of the whole day at the destination.</summary>
    [JsonIgnore]
    public IReadOnlyList<DateTime> MissingDays { get; init => field = value.ToArray(); } = [];

    /// <summary>Where the manifests of this report lie: a path, an <c>s3://</c> address, or both.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Manifests { get; init => field = value.ToArray(); } = [];

    /// <summary>Whether nothing that the other one looked at is left out here: time, Regions, kinds of jobs, coverage.</summary>
    internal bool LooksAtAllOf(OrgBackupReport other) =>
        Start <= other.Start && End >= other.End && other.Regions.Keys.All(Regions.ContainsKey)
        && (other.CopyJobs is null || CopyJobs is not null) && (other.RestoreJobs is null || RestoreJobs is not null)
        && (other.Coverage is null || Coverage is not null);
}
