using EbsBackup.OrgReport.Page;

namespace EbsBackup.OrgReport;

/// <summary>The files and the counts of one kind of job, while the jobs stream by.</summary>
internal sealed class JobFiles : IDisposable
{
    private readonly OrgJobKind _kind;
    private readonly Func<string, string> _pathOf;
    private readonly ReportKeys _keys;
    private readonly SortedDictionary<string, CsvFile> _csv = new(StringComparer.Ordinal);
    private readonly JobLinesFile _lines;

    /// <param name="pathOf">Where the file that will have a key is written.</param>
    public JobFiles(OrgJobKind kind, ReportKeys keys, Func<string, string> pathOf, DateTimeOffset asOf)
    {
        (_kind, _keys, _pathOf) = (kind, keys, pathOf);
        Statistics = new PageStatistics(asOf);
        _lines = new JobLinesFile(pathOf(keys.Lines(kind)));
        foreach (var category in ReportCategory.AlwaysOf(kind)) Open(category);
    }

    public PageStatistics Statistics { get; }

    public void Write(JobRow job)
    {
        var category = ReportCategory.Of(job);
        job.Form.Write(
            job,
            _csv.TryGetValue(category, out var file) ? file : Open(category),
            ReportCategory.HasIssues(job) ? _csv[ReportCategory.CompletedWithIssues] : null,
            _lines.Lines);
        _lines.EndLine();
        Statistics.Add(job);
    }

    /// <summary>Closes the files; nothing can be written after that.</summary>
    public IReadOnlyList<OrgReportFile> Complete()
    {
        var files = new List<OrgReportFile>();
        foreach (var entry in _csv)
        {
            using var file = entry.Value;
            var (bytes, sha256) = file.Complete();
            files.Add(new OrgReportFile(entry.Key, _keys.Csv(_kind, entry.Key), file.Rows, bytes, sha256) { Kind = _kind });
        }

        _csv.Clear();
        var (length, digest) = _lines.Complete();
        files.Add(new OrgReportFile(OrgReportFile.JsonLines, _keys.Lines(_kind), _lines.Rows, length, digest) { Kind = _kind });
        return files;
    }

    public void Dispose()
    {
        foreach (var file in _csv.Values) file.Dispose();
        _lines.Dispose();
    }

    private CsvFile Open(string category) => _csv[category] = new CsvFile(_pathOf(_keys.Csv(_kind, category)), JobForm.For(_kind).Header);
}
