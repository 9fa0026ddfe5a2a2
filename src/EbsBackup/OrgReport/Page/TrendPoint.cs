namespace EbsBackup.OrgReport.Page;

/// <summary>One day of the trend. The counts of a <see cref="Missing"/> day mean nothing.</summary>
internal sealed record TrendPoint(DateTime Day)
{
    public bool Missing { get; init; }

    /// <summary>Not everything could be read on that day: the counts are lower bounds.</summary>
    public bool Partial { get; init; }

    /// <summary>The report that the page belongs to.</summary>
    public bool Own { get; init; }

    public long Total { get; init; }

    public long Failures { get; init; }

    public long Issues { get; init; }

    public long InProgress { get; init; }

    /// <summary>Jobs in a state that was not known when this was written.</summary>
    public long Other { get; init; }

    /// <summary>Completed without issues.</summary>
    public long Clean => Total - Failures - Issues - InProgress - Other;

    public static TrendPoint Of(TrendDay day)
    {
        long total = 0, failures = 0, inProgress = 0, other = 0;
        foreach (var count in day.CountsByState)
        {
            if (count.Key is ReportCategory.CompletedWithIssues or ReportCategory.EndedLater)
                continue;
            var state = JobStates.Parse(count.Key);
            total += count.Value;
            failures += state.IsFailure() ? count.Value : 0;
            inProgress += state.IsInProgress() ? count.Value : 0;
            other += state == JobState.Other ? count.Value : 0;
        }

        return new(day.Day.Date)
        {
            Partial = !day.Complete,
            Total = total,
            Failures = failures,
            Issues = day.CompletedWithIssues,
            InProgress = inProgress,
            Other = other,
        };
    }

    public static TrendPoint Of(DateTime day, JobCounts counts, bool complete) => new(day)
    {
        Own = true,
        Partial = !complete,
        Total = counts.Total,
        Failures = counts.Failures,
        Issues = counts.Issues,
        InProgress = counts.InProgress,
        Other = counts[JobState.Other],
    };
}
