using System.Globalization;
using EbsBackup.OrgReport;

namespace EbsBackup.Coverage;

/// <summary>Where a coverage's files lie, below the output folder or the bucket: <c>BackupCoverage/2026/01/31/…</c>, or as <see cref="KeyLayout.Hive"/>.</summary>
internal sealed class CoverageKeys(string prefix, DateTime day, KeyLayout layout)
{
    public string Csv => $"{Of("coverage_csv")}/coverage.csv";

    public string Json => $"{Of("coverage_json")}/coverage.json";

    public string Page => $"{Of("reports")}/coverage.html";

    public string Manifest => $"{Folder}/manifest.json";

    public string Folder => Of("reports");

    private string Of(string table) => layout == KeyLayout.Hive
        ? $"{prefix}/{table}/{day.ToString("'year='yyyy'/month='MM'/day='dd", CultureInfo.InvariantCulture)}"
        : $"{prefix}/{day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}";
}
