namespace EbsBackup.OrgReport.Page;

/// <summary>One cause: how often, where, when, and some of its jobs.</summary>
internal sealed class ProblemCause(string state, string category, string text)
{
    /// <summary>Distinct values remembered; beyond it the page says "more than".</summary>
    public const int MaxDistinct = 1_000;

    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> regions = new(StringComparer.Ordinal);
    private readonly HashSet<string> types = new(StringComparer.Ordinal);
    private readonly List<ListedJob> jobs = [];

    public string State => state;

    public string Category => category;

    /// <summary>The message without ids, numbers and times; empty if AWS gave none.</summary>
    public string Text => text;

    public long Count { get; private set; }

    public int Accounts => accounts.Count;

    public IReadOnlyCollection<string> Regions => regions;

    public IReadOnlyCollection<string> ResourceTypes => types;

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public IReadOnlyList<ListedJob> Jobs => jobs;

    /// <param name="messageLength">Characters of the message to keep if the job is to be listed; null if only counted.</param>
    public void Add(in PageJob job, int? messageLength)
    {
        Count++;
        Remember(accounts, job.AccountId);
        Remember(regions, job.Region);
        Remember(types, job.ResourceType);
        if ((job.CompletionDate ?? job.CreationDate) is { } at)
        {
            First = First is { } first && first <= at ? first : at;
            Last = Last is { } last && last >= at ? last : at;
        }

        if (messageLength is { } length)
            jobs.Add(ListedJob.Of(job, length));
    }

    private static void Remember(HashSet<string> values, string? value)
    {
        if (value is not null && values.Count < MaxDistinct)
            values.Add(value);
    }
}
