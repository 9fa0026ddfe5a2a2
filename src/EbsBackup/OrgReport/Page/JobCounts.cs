namespace EbsBackup.OrgReport.Page;

/// <summary>How many jobs are in each state. Jobs that were created before the window and ended in it are counted apart.</summary>
internal sealed class JobCounts
{
    private readonly long[] created = new long[JobStates.Count];
    private readonly long[] endedLater = new long[JobStates.Count];

    public long this[JobState state] => created[(int)state];

    /// <summary>Jobs created in the window.</summary>
    public long Total { get; private set; }

    /// <summary>Of those: completed with a message category other than SUCCESS.</summary>
    public long Issues { get; private set; }

    /// <summary>Of those: failed, expired, aborted or partial.</summary>
    public long Failures => Sum(created, JobStates.IsFailure);

    public long InProgress => Sum(created, JobStates.IsInProgress);

    public long EndedLater { get; private set; }

    public long EndedLaterFailures => Sum(endedLater, JobStates.IsFailure);

    /// <summary>Failures of the window: also of the jobs that were created before it.</summary>
    public long AllFailures => Failures + EndedLaterFailures;

    public void Add(JobState state, bool hasIssues, bool ended)
    {
        if (ended)
        {
            endedLater[(int)state]++;
            EndedLater++;
            return;
        }

        created[(int)state]++;
        Total++;
        if (hasIssues)
            Issues++;
    }

    public void Add(JobCounts other)
    {
        for (var i = 0; i < created.Length; i++)
        {
            created[i] += other.created[i];
            endedLater[i] += other.endedLater[i];
        }

        Total += other.Total;
        Issues += other.Issues;
        EndedLater += other.EndedLater;
    }

    private static long Sum(long[] counts, Func<JobState, bool> which)
    {
        long sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (which((JobState)i))
                sum += counts[i];
        }

        return sum;
    }
}
