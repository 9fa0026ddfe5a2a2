using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>
/// A part of a report's time in one Region, read page after page. A job belongs to one slice alone, whatever happens to
/// it meanwhile: by the instant of its creation, which never changes, or of its end.
/// </summary>
/// <param name="spareIds">The sets of slices that are over, for those that come.</param>
internal sealed class JobSlice(OrgJobKind kind, RegionName region, ReportWindow window, DateTimeOffset? createdBefore, Stack<SeenIds> spareIds)
{
    private const int MaxRestarts = 3;

    private SeenIds? _seen;
    private readonly HashSet<string> _seenOthers = new(StringComparer.Ordinal);
    private int _restarts;

    public OrgJobKind Kind => kind;

    public RegionName Region => region;

    public JobQuery Query { get; private set; } = new(kind, region, window, createdBefore, null);

    /// <summary>The jobs of a page that belong to this slice and were not on an earlier page. After the last page the slice is over.</summary>
    public List<JobRow> Take(JobList page)
    {
        Query = Query with { NextToken = page.NextToken };
        var jobs = new List<JobRow>(page.Jobs.Count);
        foreach (var job in page.Jobs)
        {
            if (Owns(job) && IsNew(job)) jobs.Add(job);
        }

        if (page.NextToken is null && _seen is not null)
        {
            _seen.Clear();
            spareIds.Push(_seen);
            _seen = null;
        }

        return jobs;
    }

    /// <summary>Begins again from the first page, without the jobs already taken, when the token between two pages is no longer good.</summary>
    public bool Restart()
    {
        if (Query.NextToken is null || _restarts++ == MaxRestarts) return false;
        Query = Query with { NextToken = null };
        return true;
    }

    public IEnumerable<JobSlice> Split(int count) => window.Split(count).Select(part => new JobSlice(kind, region, part, createdBefore, spareIds));

    private bool Owns(JobRow job) => createdBefore is { } start
        ? job.CompletionDate is { } end && window.Contains(end) && job.CreationDate < start
        : job.CreationDate is not { } created || window.Contains(created);

    private bool IsNew(JobRow job) => job.JobGuid is { } guid ? (_seen ??= spareIds.Count > 0 ? spareIds.Pop() : new SeenIds()).Add(guid) : _seenOthers.Add(job.JobId ?? "");
}
