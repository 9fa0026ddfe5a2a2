using EbsBackup.Coverage;

namespace EbsBackup.OrgReport.Page;

/// <summary>What the page says of the coverage. Takes each resource once and keeps a bounded list, the unprotected ones first.</summary>
public sealed class CoverageStatistics
{
    internal const int Statuses = (int)CoverageStatus.Covered + 1;

    private readonly PageLimits limits;
    private readonly long[] totals = new long[Statuses];
    private readonly Dictionary<string, long[]> byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> byType = new(StringComparer.Ordinal);
    private readonly List<ResourceCoverage>[] rows = [.. Enumerable.Range(0, Statuses).Select(_ => new List<ResourceCoverage>())];

    /// <param name="asOf">The instant from which the age of a backup is counted.</param>
    /// <param name="maxAge">The age beyond which a backup is stale.</param>
    public CoverageStatistics(DateTimeOffset asOf, TimeSpan maxAge) : this(asOf, maxAge, PageLimits.Default)
    {
    }

    internal CoverageStatistics(DateTimeOffset asOf, TimeSpan maxAge, PageLimits limits) =>
        (AsOf, MaxAge, this.limits) = (asOf, maxAge, limits);

    internal DateTimeOffset AsOf { get; }

    internal TimeSpan MaxAge { get; }

    internal long Total => totals.Sum();

    internal long this[CoverageStatus status] => totals[(int)status];

    internal PageLimits Limits => limits;

    /// <summary>Counts per status, by account: those with most that may have no backup first.</summary>
    internal IReadOnlyList<KeyValuePair<string, long[]>> ByAccount => WorstFirst(byAccount);

    /// <summary>Counts per status, by resource type, in the same order.</summary>
    internal IReadOnlyList<KeyValuePair<string, long[]>> ByType => WorstFirst(byType);

    /// <summary>Resources to list: what wants attention first.</summary>
    internal IEnumerable<ResourceCoverage> Rows => rows.SelectMany(list => list).Take(limits.CoverageRows);

    /// <summary>Takes one resource into account.</summary>
    public void Add(ResourceCoverage row)
    {
        totals[(int)row.Status]++;
        CountsOf(byAccount, row.AccountId)[(int)row.Status]++;
        CountsOf(byType, row.ResourceType)[(int)row.Status]++;
        if (rows[(int)row.Status].Count < limits.CoverageRows)
            rows[(int)row.Status].Add(row);
    }

    private static long[] CountsOf(Dictionary<string, long[]> counts, string key)
    {
        if (!counts.TryGetValue(key, out var found))
            counts[key] = found = new long[Statuses];
        return found;
    }

    private static IReadOnlyList<KeyValuePair<string, long[]>> WorstFirst(Dictionary<string, long[]> counts) =>
    [
        .. counts
            .OrderByDescending(entry => entry.Value[(int)CoverageStatus.Unprotected] + entry.Value[(int)CoverageStatus.Unknown])
            .ThenByDescending(entry => entry.Value[(int)CoverageStatus.Stale])
            .ThenBy(entry => entry.Key, StringComparer.Ordinal),
    ];
}
