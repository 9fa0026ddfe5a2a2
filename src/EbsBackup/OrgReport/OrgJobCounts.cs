namespace EbsBackup.OrgReport;

/// <summary>How many copy or restore jobs there are, counted as a report counts its backup jobs.</summary>
public sealed record OrgJobCounts
{
    /// <summary>Jobs created in the window, each counted once.</summary>
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

    /// <summary>Jobs created in the window by Region as AWS's own summaries count them, where it gives them.</summary>
    public required IReadOnlyDictionary<string, long> SummaryCounts { get; init; }
}
