namespace EbsBackup.OrgReport.Page;

/// <summary>Something that could not be read: whatever happened there is not known and is not in the counts.</summary>
/// <param name="What">What was being read, such as "backup jobs" or "recovery points".</param>
/// <param name="AccountId">The account that could not be read; null for all of the Organization.</param>
/// <param name="Region">The Region that could not be read; null for all of them.</param>
/// <param name="Error">Why, as the error says it.</param>
/// <param name="RecommendedAction">What to do next.</param>
public sealed record PageGap(string What, string? AccountId, string? Region, string Error, string? RecommendedAction)
{
    /// <summary>Backup jobs are missing because of it; false if only copy jobs, restore jobs or the coverage are.</summary>
    public bool HidesBackupJobs { get; init; } = true;
}
