namespace EbsBackup.OrgReport;

/// <summary>Counts the jobs of one kind as they stream by.</summary>
internal sealed class JobTally
{
    private readonly Dictionary<string, long> _categories = New();
    private readonly Dictionary<string, long> _endedLater = New();
    private readonly Dictionary<string, Dictionary<string, long>> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _resourceTypes = new(StringComparer.Ordinal);

    public JobTally(OrgJobKind kind, IEnumerable<string> regions)
    {
        foreach (var category in ReportCategory.AlwaysOf(kind)) _categories[category] = 0;
        foreach (var region in regions) _regions[region] = New();
    }

    public long Jobs { get; private set; }

    public long CountOf(string region) => _regions[region].Values.Sum();

    public IReadOnlyDictionary<string, long> Categories => Sorted(_categories);

    public IReadOnlyDictionary<string, long> EndedLater => Sorted(_endedLater);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Regions => Sorted(_regions);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Accounts => Sorted(_accounts);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ResourceTypes => Sorted(_resourceTypes);

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

    private static Dictionary<string, long> New() => new(StringComparer.Ordinal);

    private static void Count(Dictionary<string, long> counts, string key)
    {
        counts.TryGetValue(key, out var count);
        counts[key] = count + 1;
    }

    private static void Count(Dictionary<string, Dictionary<string, long>> counts, string key, string state)
    {
        if (!counts.TryGetValue(key, out var states)) counts[key] = states = New();
        Count(states, state);
    }

    private static SortedDictionary<string, long> Sorted(Dictionary<string, long> counts) => new(counts, StringComparer.Ordinal);

    private static SortedDictionary<string, IReadOnlyDictionary<string, long>> Sorted(Dictionary<string, Dictionary<string, long>> counts) =>
        new(counts.ToDictionary(entry => entry.Key, entry => (IReadOnlyDictionary<string, long>)Sorted(entry.Value)), StringComparer.Ordinal);
}
