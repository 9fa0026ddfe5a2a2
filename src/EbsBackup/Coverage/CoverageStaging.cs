using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EbsBackup.OrgReport;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.Coverage;

/// <summary>The coverage's files while they are written, out of sight of those who read finished ones.</summary>
internal sealed class CoverageStaging : IDisposable
{
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _folder;
    private readonly CoverageKeys _keys;
    private readonly CsvFile _csv;
    private readonly HashedFile _json;
    private readonly CoverageStatistics _statistics;

    public CoverageStaging(string folder, CoverageKeys keys, CoverageRules rules)
    {
        _folder = folder;
        _keys = keys;
        _statistics = new CoverageStatistics(rules.AsOf, rules.MaxAge);
        Directory.CreateDirectory(folder);
        _csv = new CsvFile(PathOf("coverage.csv"), CoverageColumns.All.Select(column => column.Name));
        _json = new HashedFile(PathOf("coverage.json"));
    }

    public CoverageStatistics Statistics => _statistics;

    public void Write(ResourceCoverage resource)
    {
        var separator = _csv.Rows == 0 ? "[\n"u8 : ",\n"u8;
        _json.Stream.Write(separator.ToArray(), 0, separator.Length);
        var line = JsonSerializer.SerializeToUtf8Bytes(resource, Format);
        _json.Stream.Write(line, 0, line.Length);
        foreach (var (_, text) in CoverageColumns.All) _csv.WriteField(text(resource));
        _csv.NextRecord();
        _statistics.Add(resource);
    }

    /// <summary>Closes the files of resources and writes the page; gives the report with them.</summary>
    public async Task<CoverageReport> CompleteAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        var end = _csv.Rows == 0 ? "[]\n"u8 : "\n]\n"u8;
        _json.Stream.Write(end.ToArray(), 0, end.Length);
        var csv = _csv.Complete();
        var json = _json.Complete();
        report = report with { Files = [Describe("CSV", _keys.Csv, csv), Describe("JSON", _keys.Json, json)] };
        using var page = new HashedFile(PathOf("coverage.html"));
        await CoveragePage.WriteAsync(page.Stream, _keys.Page, report, _statistics, cancellationToken).ConfigureAwait(false);
        return report with { Files = [.. report.Files, Describe(OrgReportFile.Html, _keys.Page, page.Complete())] };
    }

    /// <summary>What is to be delivered. Every coverage has the same files.</summary>
    public Delivery Seal(CoverageReport report) => new(
        [.. report.Files.Select(file => new StagedFile(PathOf(file.Key), file.Key, ContentTypeOf(file)))],
        _keys.Manifest,
        versions => ReportStaging.WriteManifest(report with { Files = [.. report.Files.Select(file => file.At(versions))] }, PathOf(_keys.Manifest), _keys.Manifest),
        _ => false);

    public void Dispose()
    {
        _csv.Dispose();
        _json.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ContentTypeOf(OrgReportFile file) => file.Category switch
    {
        OrgReportFile.Html => "text/html; charset=utf-8",
        "JSON" => "application/json",
        _ => "text/csv; charset=utf-8",
    };

    private OrgReportFile Describe(string category, string key, (long Bytes, string Sha256) file) =>
        new(category, key, _csv.Rows, file.Bytes, file.Sha256);

    private string PathOf(string key) => Path.Combine(_folder, key.Substring(key.LastIndexOf('/') + 1));
}
