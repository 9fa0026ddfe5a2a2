namespace EbsBackup.OrgReport.Page;

/// <summary>
/// What the page says of the backup, copy or restore jobs of a report. Takes each job once, as it streams by, and keeps
/// a bounded summary of it: memory does not grow with the number of jobs. Not thread-safe.
/// </summary>
public sealed class PageStatistics
{
    private readonly DateTimeOffset asOf;

    /// <param name="asOf">The instant at which the jobs were read: a job that has not ended has lasted until then.</param>
    public PageStatistics(DateTimeOffset asOf) : this(asOf, PageLimits.Default)
    {
    }

    internal PageStatistics(DateTimeOffset asOf, PageLimits limits)
    {
        this.asOf = asOf;
        Limits = limits;
        Accounts = new(limits.Keys);
        Regions = new(limits.Keys);
        ResourceTypes = new(limits.Keys);
        Failures = new(limits);
        Issues = new(limits);
        Slowest = new(limits.Top);
        Largest = new(limits.Top);
    }

    internal PageLimits Limits { get; }

    internal JobCounts Counts { get; } = new();

    internal Breakdown Accounts { get; }

    internal Breakdown Regions { get; }

    internal Breakdown ResourceTypes { get; }

    internal ProblemCauses Failures { get; }

    internal ProblemCauses Issues { get; }

    /// <summary>By seconds from creation to end, or to now.</summary>
    internal TopJobs Slowest { get; }

    /// <summary>By bytes.</summary>
    internal TopJobs Largest { get; }

    /// <summary>Bytes in the backups that completed.</summary>
    internal long CompletedBytes { get; private set; }

    /// <summary>Takes one job into account.</summary>
    public void Add(IOrgJob job)
    {
        // Most jobs are counted and never shown.
        if (Count(PageJob.CountedOf(job)))
            List(PageJob.Of(job));
    }

    /// <summary>Takes one job into account.</summary>
    public void Add(in PageJob job)
    {
        if (Count(job))
            List(job);
    }

    /// <returns>Whether the job may be one that is listed.</returns>
    private bool Count(in PageJob job)
    {
        var state = JobStates.Parse(job.State);
        Counts.Add(state, job.HasIssues, job.EndedLater);
        Accounts.Add(job.AccountId, state, job.HasIssues, job.EndedLater);
        Regions.Add(job.Region, state, job.HasIssues, job.EndedLater);
        ResourceTypes.Add(job.ResourceType, state, job.HasIssues, job.EndedLater);
        if (state == JobState.Completed && !job.EndedLater)
            CompletedBytes += job.BackupSizeInBytes ?? 0;
        return state.IsFailure() || job.HasIssues || Largest.Wants(job.BackupSizeInBytes ?? 0) || Slowest.Wants(Seconds(job, state));
    }

    private void List(in PageJob job)
    {
        var state = JobStates.Parse(job.State);
        if (state.IsFailure())
            Failures.Add(job);
        else if (job.HasIssues)
            Issues.Add(job);
        Largest.Add(job.BackupSizeInBytes ?? 0, job);
        Slowest.Add(Seconds(job, state), job);
    }

    private long Seconds(in PageJob job, JobState state) =>
        job.CreationDate is { } creation && (job.CompletionDate ?? (state.IsInProgress() ? asOf : null)) is { } end ? (long)(end - creation).TotalSeconds : 0;
}
