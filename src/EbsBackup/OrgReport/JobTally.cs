namespace EbsBackup.OrgReport;

/// <summary>Counts the jobs of one kind as they stream by.</summary>
internal sealed class JobTally
{
    private readonly SortedDictionary<string, long> _categories = New();
    private readonly SortedDictionary<string, long> _endedLater = New();
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _regions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, long>> _resourceTypes = new(StringComparer.Ordinal);

    public JobTally(OrgJobKind kind, IEnumerable<string> regions)
    {
        foreach (var category in ReportCategory.AlwaysOf(kind)) _categories[category] = 0;
        foreach (var region in regions) _regions[region] = New();
    }

    public long Jobs { get; private set; }

    public long CountOf(string region) => _regions[region].Values.Sum();

    public IReadOnlyDictionary<string, long> Categories => _categories;

    public IReadOnlyDictionary<string, long> EndedLater => _endedLater;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Regions => ReadOnly(_regions);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Accounts => ReadOnly(_accounts);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ResourceTypes => ReadOnly(_resourceTypes);

    public void Add(IOrgJob job)
    {
        var state = job.State ?? "";
        Count(_categories, ReportCategory.Of(job));
        if (job.EndedLater)
        {
            Count(_endedLater, state);
            return;
        }

        Jobs++;
        if (ReportCategory.HasIssues(job)) Count(_categories, ReportCategory.CompletedWithIssues);
        Count(_regions, job.Region, state);
        Count(_accounts, job.AccountId ?? "", state);
        Count(_resourceTypes, job.ResourceType ?? "", state);
    }

    public OrgJobCounts ToCounts(IReadOnlyDictionary<string, long> summaryCounts) => new()
    {
        Jobs = Jobs,
        Counts = Categories,
        EndedLater = EndedLater,
        Regions = Regions,
        Accounts = Accounts,
        ResourceTypes = ResourceTypes,
        SummaryCounts = summaryCounts,
    };

    private static SortedDictionary<string, long> New() => new(StringComparer.Ordinal);

    private static void Count(SortedDictionary<string, long> counts, string key)
    {
        counts.TryGetValue(key, out var count);
        counts[key] = count + 1;
    }

    private static void Count(SortedDictionary<string, SortedDictionary<string, long>> counts, string key, string state)
    {
        if (!counts.TryGetValue(key, out var states)) counts[key] = states = New();
        Count(states, state);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, long>> ReadOnly(SortedDictionary<string, SortedDictionary<string, long>> counts) =>
        counts.ToDictionary(entry => entry.Key, entry => (IReadOnlyDictionary<string, long>)entry.Value, StringComparer.Ordinal);
}
