using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace EbsBackup.OrgReport;

/// <summary>One CSV file while it is written: RFC 4180 with CRLF, UTF-8 without a byte order mark, header first.</summary>
internal sealed class JobCsvFile : IDisposable
{
    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    private readonly HashedFile _file;
    private readonly CsvWriter _csv;

    public JobCsvFile(string path)
    {
        _file = new HashedFile(path);
        _csv = new CsvWriter(
            new StreamWriter(_file.Stream, new UTF8Encoding(false), 32 * 1024),
            new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" });
        foreach (var (name, _) in BackupJobColumns.All) _csv.WriteField(name, shouldQuote: false);
        _csv.NextRecord();
    }

    public long Rows { get; private set; }

    public void Write(OrgBackupJob job)
    {
        var columns = BackupJobColumns.All;
        for (var i = 0; i < columns.Count; i++)
        {
            var text = columns[i].Text(job);
            if (string.IsNullOrEmpty(text))
            {
                _csv.WriteField("", shouldQuote: false);
                continue;
            }

            var safe = FormulaGuard.Neutralise(text!);
            _csv.WriteField(safe, MustQuote(safe));
        }

        _csv.NextRecord();
        Rows++;
    }

    /// <summary>Writes what is left; gives the file's length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete()
    {
        _csv.Flush();
        return _file.Complete();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _file.Dispose();
    }

    private static bool MustQuote(string text) =>
        text.IndexOfAny(Quoted) >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[text.Length - 1]);
}
