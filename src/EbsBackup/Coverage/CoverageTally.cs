using EbsBackup.OrgReport.Page;

namespace EbsBackup.Coverage;

/// <summary>Counts resources by status: all, and those of each type, account and Region.</summary>
internal sealed class CoverageTally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyDictionary<string, long>> _regions = new(StringComparer.Ordinal);

    public CoverageTally()
    {
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

    private static void Add(SortedDictionary<string, IReadOnlyDictionary<string, long>> groups, string key, string status)
    {
        if (!groups.TryGetValue(key, out var counts)) groups[key] = counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var group = (SortedDictionary<string, long>)counts;
        group[status] = group.TryGetValue(status, out var count) ? count + 1 : 1;
    }
}
