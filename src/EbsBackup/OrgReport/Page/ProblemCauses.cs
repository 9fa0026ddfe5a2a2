namespace EbsBackup.OrgReport.Page;

/// <summary>Jobs with a problem, grouped by its cause, with examples of each. Bounded however many jobs and causes there are.</summary>
internal sealed class ProblemCauses(PageLimits limits)
{
    private readonly Dictionary<(string State, string Category, string Text), ProblemCause> causes = [];
    private int listed;

    public long Total { get; private set; }

    /// <summary>The jobs of causes that came after <see cref="PageLimits.Causes"/> others. None of them is listed.</summary>
    public long Uncaused { get; private set; }

    /// <summary>Most jobs first.</summary>
    public IReadOnlyList<ProblemCause> MostFirst() =>
        [.. causes.Values.OrderByDescending(cause => cause.Count)
            .ThenBy(cause => cause.State, StringComparer.Ordinal)
            .ThenBy(cause => cause.Text, StringComparer.Ordinal)];

    public void Add(in PageJob job)
    {
        Total++;
        var key = (job.State ?? "", job.MessageCategory ?? "", CauseText.Of(job.StatusMessage));
        if (!causes.TryGetValue(key, out var cause))
        {
            if (causes.Count == limits.Causes)
            {
                Uncaused++;
                return;
            }

            causes[key] = cause = new ProblemCause(key.Item1, key.Item2, key.Item3);
        }

        // A cause met once must not go unseen behind one met twelve thousand times: each has its own first examples.
        var list = cause.Jobs.Count < limits.JobsPerCause || listed < limits.ListedJobs;
        cause.Add(job, list ? limits.MessageLength : null);
        if (list)
            listed++;
    }
}
