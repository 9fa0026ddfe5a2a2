using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>Counts resources by status: all, and those of each type, account and Region.</summary>
internal sealed class CoverageTally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _regions = new(StringComparer.Ordinal);

    /// <param name="fleet">Where is looked: what has no resources is counted as nothing, not left out.</param>
    public CoverageTally(Fleet fleet)
    {
        foreach (var account in fleet.Accounts) _accounts[account.Id.Value] = New();
        foreach (var place in fleet.Places) _regions[place.Region.Value] = New();
        for (var status = 0; status < CoverageStatistics.Statuses; status++) _counts[((CoverageStatus)status).ToString()] = 0;
    }

    public long Resources { get; private set; }

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ResourceTypes => _types;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Accounts => _accounts;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Regions => _regions;

    public void Add(ResourceCoverage resource)
    {
        var status = resource.Status.ToString();
        Resources++;
        _counts[status]++;
        Add(_types, resource.ResourceType, status);
        Add(_accounts, resource.AccountId, status);
        if (resource.Region.Length > 0) Add(_regions, resource.Region, status);
    }

    private static SortedDictionary<string, long> New() => new(StringComparer.Ordinal);

    private static void Add(SortedDictionary<string, IReadOnlyDictionary<string, long>> groups, string key, string status)
    {
        if (!groups.TryGetValue(key, out var counts)) groups[key] = counts = New();
        var group = (SortedDictionary<string, long>)counts;
        group[status] = group.TryGetValue(status, out var count) ? count + 1 : 1;
    }
}
