using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace EbsBackup.OrgReport;

/// <summary>A CSV file while it is written: RFC 4180 with CRLF, UTF-8 without a byte order mark, header first, no cell that a spreadsheet runs.</summary>
internal sealed class CsvFile : IDisposable
{
    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    private readonly HashedFile _file;
    private readonly CsvWriter _csv;

    public CsvFile(string path, IEnumerable<string> header)
    {
        _file = new HashedFile(path);
        _csv = new CsvWriter(
            new StreamWriter(_file.Stream, new UTF8Encoding(false), 32 * 1024),
            new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" });
        foreach (var name in header) _csv.WriteField(name, shouldQuote: false);
        _csv.NextRecord();
    }

    /// <summary>The header not counted.</summary>
    public long Rows { get; private set; }

    public void WriteField(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            _csv.WriteField("", shouldQuote: false);
            return;
        }

        var safe = FormulaGuard.Neutralise(text!);
        _csv.WriteField(safe, MustQuote(safe));
    }

    public void NextRecord()
    {
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
