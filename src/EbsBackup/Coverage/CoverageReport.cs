using System.Text.Json.Serialization;
using EbsBackup.OrgReport;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.Coverage;

/// <summary>A coverage that was written: what the manifest says, and where it is.</summary>
public sealed record CoverageReport
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, long>> None = [];

    public int SchemaVersion { get; init; } = 1;

    /// <summary>The instant from which ages are counted, by AWS's clock.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required TimeSpan MaxAge { get; init; }

    /// <summary>Whether all could be read and written, not whether all is covered. As exit codes 0, 3 and 1.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Resources, and things that could not be read.</summary>
    public required long Resources { get; init; }

    /// <summary>By status: <c>Covered</c>, <c>Stale</c>, <c>Unprotected</c>, <c>OptedOut</c>, <c>Unknown</c>.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>By resource type, then status.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> ResourceTypes { get; init; }

    /// <summary>By account, then status: every account that was asked for.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Accounts { get; init; }

    /// <summary>By Region, then status: every Region that was looked into.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Regions { get; init; }

    /// <summary>The resource types that were asked for; none: all.</summary>
    public IReadOnlyList<string> OnlyTypes { get; init; } = [];

    /// <summary>Names by account id, as far as the Organization tells them.</summary>
    public IReadOnlyDictionary<string, string> AccountNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Accounts that are suspended, closed or not yet open.</summary>
    public IReadOnlyList<string> ClosedAccounts { get; init; } = [];

    public IReadOnlyList<OrgReportFile> Files { get; init; } = [];

    public IReadOnlyList<EbsBackupError> Errors { get; init; } = [];

    /// <summary>Where the manifest was written: paths and S3 addresses.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Those of the errors that tell of something not read; the others tell of something not written.</summary>
    internal IReadOnlyList<EbsBackupError> Unread { get; init; } = [];

    /// <summary>For the page: totals, and the resources that it lists.</summary>
    internal CoverageStatistics? Statistics { get; init; }

    /// <summary>The coverage of which not even the accounts are known.</summary>
    internal static CoverageReport Failed(DateTimeOffset asOf, TimeSpan maxAge, EbsBackupError error) => new()
    {
        AsOf = asOf,
        MaxAge = maxAge,
        Outcome = Outcome.Failed,
        Resources = 0,
        Counts = new Dictionary<string, long>(),
        ResourceTypes = None,
        Accounts = None,
        Regions = None,
        Errors = [error],
        Unread = [error],
    };

    internal bool LooksAtAllOf(CoverageReport other) =>
        other.Accounts.Keys.All(Accounts.ContainsKey) && other.Regions.Keys.All(Regions.ContainsKey)
        && (OnlyTypes.Count == 0 || (other.OnlyTypes.Count > 0 && other.OnlyTypes.All(type => OnlyTypes.Contains(type, StringComparer.OrdinalIgnoreCase))));

    /// <summary>The error of a caller who wants none of the statuses that are there.</summary>
    /// <param name="counts">Which, and how often: "3 Unprotected, 1 Unknown".</param>
    public static EbsBackupError NotCovered(string counts) => CoverageErrors.NotCovered(counts);
}
