using System.Globalization;

namespace EbsBackup.OrgReport;

/// <summary>Where a report's files lie, below the output folder or the bucket: <c>BackupReports/2026/01/31/…</c>.</summary>
internal sealed class ReportKeys(string prefix, DateTime day)
{
    // English month names under any culture: the keys of every earlier report have them.
    private readonly string _date = day.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture);

    public DateTime Day => day;

    public string Folder { get; } = $"{prefix}/{day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}";

    public string Page => $"{Folder}/report.html";

    public string Manifest => $"{Folder}/manifest.json";

    public string Lines(OrgJobKind kind) => $"{Folder}/{kind}Jobs-{_date}.jsonl";

    public string Csv(OrgJobKind kind, string category) => $"{Folder}/{kind}Report-{category}-{_date}.csv";

    /// <summary>The same place for another day.</summary>
    public ReportKeys Of(DateTime other) => new(prefix, other);
}
