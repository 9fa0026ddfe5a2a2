namespace EbsBackup.OrgReport.Page;

/// <summary>The <paramref name="capacity"/> jobs with the greatest measure; among equals the job ids decide, not the order of arrival.</summary>
internal sealed class TopJobs(int capacity)
{
    private readonly SortedSet<(long Measure, string JobId, PageJob Job)> jobs = new(Comparer<(long Measure, string JobId, PageJob Job)>.Create(
        (a, b) => a.Measure != b.Measure ? b.Measure.CompareTo(a.Measure) : string.CompareOrdinal(a.JobId, b.JobId)));

    /// <summary>Greatest first.</summary>
    public IEnumerable<(long Measure, PageJob Job)> Jobs => jobs.Select(entry => (entry.Measure, entry.Job));

    public int Count => jobs.Count;

    /// <summary>Whether a job with this measure may be among them.</summary>
    public bool Wants(long measure) => measure > 0 && (jobs.Count < capacity || measure >= jobs.Max.Measure);

    public void Add(long measure, in PageJob job)
    {
        if (!Wants(measure))
            return;
        jobs.Add((measure, job.JobId ?? "", job with { StatusMessage = null }));
        if (jobs.Count > capacity)
            jobs.Remove(jobs.Max);
    }
}
