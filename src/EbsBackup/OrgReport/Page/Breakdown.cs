namespace EbsBackup.OrgReport.Page;

/// <summary>Jobs counted by one of their members. Beyond <paramref name="maxKeys"/> values the rest is counted together.</summary>
internal sealed class Breakdown(int maxKeys)
{
    private readonly Dictionary<string, JobCounts> counts = new(StringComparer.Ordinal);

    /// <summary>The jobs whose value came after <c>maxKeys</c> others.</summary>
    public JobCounts Rest { get; } = new();

    public int Keys => counts.Count;

    public void Add(string? key, JobState state, bool hasIssues, bool endedLater) =>
        Of(key ?? "").Add(state, hasIssues, endedLater);

    /// <summary>Those with most failures first, then most jobs, then by name.</summary>
    public IReadOnlyList<KeyValuePair<string, JobCounts>> WorstFirst() =>
        [.. counts.OrderByDescending(entry => entry.Value.AllFailures)
            .ThenByDescending(entry => entry.Value.Total)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)];

    private JobCounts Of(string key)
    {
        if (counts.TryGetValue(key, out var found))
            return found;
        if (counts.Count == maxKeys)
            return Rest;
        return counts[key] = new JobCounts();
    }
}
