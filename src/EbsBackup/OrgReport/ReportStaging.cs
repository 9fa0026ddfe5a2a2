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
    private readonly SortedDictionary<OrgJobKind, JobFiles> _jobs = [];

    public ReportStaging(string folder, ReportKeys keys, IEnumerable<OrgJobKind> kinds, DateTimeOffset asOf)
    {
        _folder = folder;
        _keys = keys;
        Directory.CreateDirectory(folder);
        foreach (var kind in kinds) _jobs[kind] = new JobFiles(kind, keys, PathOf, asOf);
    }

    public void Write(JobRow job) => _jobs[job.Kind].Write(job);

    /// <summary>Closes the files of jobs; nothing can be written after that.</summary>
    public IReadOnlyList<OrgReportFile> Complete() => [.. _jobs.Values.SelectMany(jobs => jobs.Complete())];

    /// <summary>Writes the page of a report; gives the report with it.</summary>
    public async Task<OrgBackupReport> AddPageAsync(
        OrgBackupReport report, IReadOnlyList<PageGap> gaps, IReadOnlyList<TrendDay>? trend, CancellationToken cancellationToken)
    {
        using var file = new HashedFile(PathOf(_keys.Page));
        var model = ReportPageModel.Of(report, _jobs[OrgJobKind.Backup].Statistics, _keys.Page) with
        {
            CopyJobs = Statistics(OrgJobKind.Copy),
            RestoreJobs = Statistics(OrgJobKind.Restore),
            Gaps = gaps,
            Trend = trend,
        };
        await ReportPage.WriteAsync(file.Stream, model, cancellationToken).ConfigureAwait(false);
        var (bytes, sha256) = file.Complete();
        return report with { Files = [.. report.Files, new OrgReportFile(OrgReportFile.Html, _keys.Page, report.Jobs, bytes, sha256)] };
    }

    /// <summary>What is to be delivered.</summary>
    public Delivery Seal(OrgBackupReport report) => new(
        [.. report.Files.Select(file => new StagedFile(PathOf(file.Key), file.Key, ContentTypeOf(file)))],
        _keys.Manifest,
        versions => WriteManifest(report with { Files = [.. report.Files.Select(file => file.At(versions))] }, PathOf(_keys.Manifest), _keys.Manifest),
        _keys.IsOwn);

    /// <summary>Writes a manifest.</summary>
    public static StagedFile WriteManifest<TReport>(TReport report, string path, string key)
    {
        using (var manifest = File.Create(path)) JsonSerializer.Serialize(manifest, report, ManifestFormat);
        return new StagedFile(path, key, "application/json");
    }

    public void Dispose()
    {
        foreach (var jobs in _jobs.Values) jobs.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ContentTypeOf(OrgReportFile file) => file.Category switch
    {
        OrgReportFile.Html => "text/html; charset=utf-8",
        OrgReportFile.JsonLines => "application/x-ndjson",
        _ => "text/csv; charset=utf-8",
    };

    private PageStatistics? Statistics(OrgJobKind kind) => _jobs.TryGetValue(kind, out var jobs) ? jobs.Statistics : null;

    private string PathOf(string key) => Path.Combine(_folder, key.Substring(key.LastIndexOf('/') + 1));
}
