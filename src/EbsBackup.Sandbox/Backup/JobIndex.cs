namespace EbsBackup.Sandbox.Backup;

/// <summary>Jobs in the order of their creation, read newest first, as AWS Backup lists them.</summary>
internal sealed class JobIndex<T>
    where T : class, IJob
{
    private readonly List<(DateTimeOffset Created, long Number, T Job)> _jobs = [];
    private readonly Dictionary<string, T> _byId = new(StringComparer.Ordinal);
    private long _last;
    private bool _sorted = true;

    public int Count => _jobs.Count;

    /// <summary>Oldest first.</summary>
    public IEnumerable<T> Jobs => Sorted().Select(j => j.Job);

    public void Add(T job)
    {
        if (!_byId.TryAdd(job.Id, job)) throw new InvalidOperationException($"The job {job.Id} is there already.");
        if (_jobs.Count > 0 && job.CreationDate < _jobs[^1].Created) _sorted = false;
        _jobs.Add((job.CreationDate, ++_last, job));
    }

    public T? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Newest first, those before the given place, made after <paramref name="after"/>.</summary>
    public IEnumerable<(JobPlace Place, T Job)> Before(JobPlace place, DateTimeOffset after)
    {
        var jobs = Sorted();
        int low = 0, high = jobs.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var (created, number, _) = jobs[middle];
            if (created < place.Created || (created == place.Created && number < place.Number)) low = middle + 1;
            else high = middle;
        }

        for (var i = low - 1; i >= 0 && jobs[i].Created > after; i--) yield return (new(jobs[i].Created, jobs[i].Number), jobs[i].Job);
    }

    private List<(DateTimeOffset Created, long Number, T Job)> Sorted()
    {
        if (!_sorted) _jobs.Sort((a, b) => a.Created != b.Created ? a.Created.CompareTo(b.Created) : a.Number.CompareTo(b.Number));
        _sorted = true;
        return _jobs;
    }
}
