using System.Globalization;

namespace EbsBackup.OrgReport;

/// <summary>Where a report's files lie, below the output folder or the bucket: <c>BackupReports/2026/01/31/…</c>, or as <see cref="KeyLayout.Hive"/>.</summary>
internal sealed class ReportKeys(string prefix, DateTime day, KeyLayout layout = KeyLayout.Original)
{
    // English month names under any culture: the keys of every earlier report have them.
    private readonly string _date = day.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture);

    public DateTime Day => day;

    public string Page => $"{Folder("reports")}/report.html";

    public string Manifest => $"{Folder("reports")}/manifest.json";

    public string Lines(OrgJobKind kind) => $"{Folder(Table(kind))}/{kind}Jobs-{_date}.jsonl";

    public string Csv(OrgJobKind kind, string category) => layout == KeyLayout.Hive
        ? $"{Folder(Table(kind) + "_csv")}/status={category}/{kind}Report-{category}-{_date}.csv"
        : $"{Folder("")}/{kind}Report-{category}-{_date}.csv";

    /// <summary>The same place for another day.</summary>
    public ReportKeys Of(DateTime other) => new(prefix, other, layout);

    /// <summary>Whether a report of this day can have a file of jobs there: nothing else may be removed for it.</summary>
    public bool IsOwn(string key) => ((OrgJobKind[])[OrgJobKind.Backup, OrgJobKind.Copy, OrgJobKind.Restore]).Any(kind =>
        key == Lines(kind) || ReportCategory.AlwaysOf(kind).Append(ReportCategory.Other).Any(category => key == Csv(kind, category)));

    private static string Table(OrgJobKind kind) => $"{kind.ToString().ToLowerInvariant()}_jobs";

    private string Folder(string table) => layout == KeyLayout.Hive
        ? $"{prefix}/{table}/{day.ToString("'year='yyyy'/month='MM'/day='dd", CultureInfo.InvariantCulture)}"
        : $"{prefix}/{day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}";
}
