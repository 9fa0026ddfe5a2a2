using System.Text.Json;
using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>A report's files while they are written, out of sight of those who read finished reports.</summary>
internal sealed class ReportStaging : IDisposable
{
    private static readonly JsonSerializerOptions ManifestFormat = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _folder;
    private readonly ReportKeys _keys;
    private readonly SortedDictionary<string, JobCsvFile> _open = new(StringComparer.Ordinal);

    public ReportStaging(string folder, ReportKeys keys)
    {
        _folder = folder;
        _keys = keys;
        Directory.CreateDirectory(folder);
        foreach (var category in ReportCategory.Always) Open(category);
    }

    public void Write(OrgBackupJob job)
    {
        var category = ReportCategory.Of(job);
        (_open.TryGetValue(category, out var file) ? file : Open(category)).Write(job);
        if (ReportCategory.HasIssues(job)) _open[ReportCategory.CompletedWithIssues].Write(job);
    }

    /// <summary>Closes every file; nothing can be written after that.</summary>
    public IReadOnlyList<OrgReportFile> Complete()
    {
        var files = new List<OrgReportFile>();
        foreach (var entry in _open)
        {
            using var file = entry.Value;
            var (bytes, sha256) = file.Complete();
            files.Add(new OrgReportFile(entry.Key, _keys.Csv(entry.Key), file.Rows, bytes, sha256));
        }

        _open.Clear();
        return files;
    }

    /// <summary>Writes the manifest; gives everything in the order of delivery, the manifest last.</summary>
    public IReadOnlyList<StagedFile> Seal(OrgBackupReport report)
    {
        using (var manifest = File.Create(PathOf(_keys.Manifest))) JsonSerializer.Serialize(manifest, report, ManifestFormat);
        return
        [
            .. report.Files.Select(file => new StagedFile(PathOf(file.Key), file.Key, "text/csv; charset=utf-8")),
            new StagedFile(PathOf(_keys.Manifest), _keys.Manifest, "application/json"),
        ];
    }

    public void Dispose()
    {
        foreach (var file in _open.Values) file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private JobCsvFile Open(string category) => _open[category] = new JobCsvFile(PathOf(_keys.Csv(category)));

    private string PathOf(string key) => Path.Combine(_folder, key.Substring(key.LastIndexOf('/') + 1));
}
