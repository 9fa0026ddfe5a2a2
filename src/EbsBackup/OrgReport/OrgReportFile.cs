using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>One file of a report.</summary>
/// <param name="Category">Of a CSV file: a state, <c>COMPLETED_WITH_ISSUES</c>, <c>ENDED_LATER</c> or <c>OTHER</c>. Else <c>JSONL</c> or <c>HTML</c>.</param>
/// <param name="Key">The object's key in the bucket; below the output folder, the path.</param>
/// <param name="Rows">Jobs in it, the header not counted.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record OrgReportFile(string Category, string Key, long Rows, long Bytes, string Sha256)
{
    /// <summary>The kind of jobs in it; of the page, which has all kinds: Backup.</summary>
    public OrgJobKind Kind { get; init; }

    /// <summary>Of the object, where the bucket keeps versions: it can be read although a later report has taken its key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VersionId { get; init; }

    internal const string JsonLines = "JSONL";

    internal const string Html = "HTML";

    internal OrgReportFile At(IReadOnlyDictionary<string, string> versions) => versions.TryGetValue(Key, out var version) ? this with { VersionId = version } : this;
}
