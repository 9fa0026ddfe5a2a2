using System.Text.Json;
using System.Text.Json.Serialization;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.OrgReport;

/// <summary>A report's files while they are written, out of sight of those who read finished reports.</summary>
internal sealed class ReportStaging : IDisposable
{
    internal static readonly JsonSerializerOptions ManifestFormat = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _folder;
    private readonly ReportKeys _keys;
    private readonly SortedDictionary<string, JobCsvFile> _csv = new(StringComparer.Ordinal);
    private readonly JobLinesFile _lines;
    private readonly PageStatistics _statistics;

    public ReportStaging(string folder, ReportKeys keys, DateTimeOffset asOf)
    {
        _folder = folder;
        _keys = keys;
        _statistics = new PageStatistics(asOf);
        Directory.CreateDirectory(folder);
        _lines = new JobLinesFile(PathOf(keys.Lines));
        foreach (var category in ReportCategory.Always) Open(category);
    }

    public void Write(OrgBackupJob job)
    {
        var category = ReportCategory.Of(job);
        (_csv.TryGetValue(category, out var file) ? file : Open(category)).Write(job);
        if (ReportCategory.HasIssues(job)) _csv[ReportCategory.CompletedWithIssues].Write(job);
        _lines.Write(job);
        _statistics.Add(PageJob.Of(job));
    }

    /// <summary>Closes the files of jobs; nothing can be written after that.</summary>
    public IReadOnlyList<OrgReportFile> Complete()
    {
        var files = new List<OrgReportFile>();
        foreach (var entry in _csv)
        {
            using var file = entry.Value;
            var (bytes, sha256) = file.Complete();
            files.Add(new OrgReportFile(entry.Key, _keys.Csv(entry.Key), file.Rows, bytes, sha256));
        }

        _csv.Clear();
        var (length, digest) = _lines.Complete();
        files.Add(new OrgReportFile(OrgReportFile.JsonLines, _keys.Lines, _lines.Rows, length, digest));
        return files;
    }

    /// <summary>Writes the page of a report; gives the report with it.</summary>
    public async Task<OrgBackupReport> AddPageAsync(OrgBackupReport report, IReadOnlyList<TrendDay>? trend, CancellationToken cancellationToken)
    {
        using var file = new HashedFile(PathOf(_keys.Page));
        await ReportPage.WriteAsync(file.Stream, ReportPageModel.Of(report, _statistics) with { Trend = trend }, cancellationToken).ConfigureAwait(false);
        var (bytes, sha256) = file.Complete();
        return report with { Files = [.. report.Files, new OrgReportFile(OrgReportFile.Html, _keys.Page, report.Jobs, bytes, sha256)] };
    }

    /// <summary>Writes the manifest; gives everything in the order of delivery, the manifest last.</summary>
    public IReadOnlyList<StagedFile> Seal(OrgBackupReport report)
    {
        using (var manifest = File.Create(PathOf(_keys.Manifest))) JsonSerializer.Serialize(manifest, report, ManifestFormat);
        return
        [
            .. report.Files.Select(file => new StagedFile(PathOf(file.Key), file.Key, ContentTypeOf(file))),
            new StagedFile(PathOf(_keys.Manifest), _keys.Manifest, "application/json"),
        ];
    }

    public void Dispose()
    {
        foreach (var file in _csv.Values) file.Dispose();
        _lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ContentTypeOf(OrgReportFile file) => file.Category switch
    {
        OrgReportFile.Html => "text/html; charset=utf-8",
        OrgReportFile.JsonLines => "application/x-ndjson",
        _ => "text/csv; charset=utf-8",
    };

    private JobCsvFile Open(string category) => _csv[category] = new JobCsvFile(PathOf(_keys.Csv(category)));

    private string PathOf(string key) => Path.Combine(_folder, key.Substring(key.LastIndexOf('/') + 1));
}
