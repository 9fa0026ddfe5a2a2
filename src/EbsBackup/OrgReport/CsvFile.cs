using CsvHelper;

namespace EbsBackup.OrgReport;

/// <summary>A CSV file while it is written: RFC 4180 with CRLF, UTF-8 without a byte order mark, header first, no cell that a spreadsheet runs.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly HashedFile _file;
    private readonly CsvWriter _csv;

    public CsvFile(string path, IEnumerable<string> header)
    {
        _file = new HashedFile(path);
        _csv = CsvWriter.Create(_file.Stream, CsvWriterOptions.Default, leaveOpen: true);
        foreach (var name in header) _csv.WriteField(name);
        _csv.EndRecord();
    }

    /// <summary>The header not counted.</summary>
    public long Rows => _csv.RecordCount - 1;

    // Readers that trim what is not in quotes must not trim a cell.
    public void WriteField(string? text) => _csv.WriteField(FormulaGuard.Neutralise(text ?? ""), CsvQuoting.WhenNeededOrWhitespace);

    public void WriteField(JobCell cell)
    {
        if ((cell.IsVisibleAscii || JsonToken.IsVisibleAscii(cell.Text)) && FormulaGuard.IsHarmless(cell.Text))
            _csv.WriteField(cell.Text);
        else
            WriteField(JsonToken.Decode(cell.Text));
    }

    public void NextRecord() => _csv.EndRecord();

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
}
