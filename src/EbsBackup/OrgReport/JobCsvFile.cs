using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace EbsBackup.OrgReport;

/// <summary>One CSV file while it is written: RFC 4180 with CRLF, UTF-8 without a byte order mark, header first.</summary>
internal sealed class JobCsvFile : IDisposable
{
    private static readonly char[] Quoted = [',', '"', '\r', '\n'];

    private readonly SHA256 _sha256 = SHA256.Create();
    private readonly FileStream _file;
    private readonly CryptoStream _hashed;
    private readonly CsvWriter _csv;

    public JobCsvFile(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
        _hashed = new CryptoStream(_file, _sha256, CryptoStreamMode.Write);
        _csv = new CsvWriter(
            new StreamWriter(_hashed, new UTF8Encoding(false), 32 * 1024),
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

    /// <summary>Writes what is left down to the disk; gives the file's length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete()
    {
        _csv.Flush();
        _hashed.FlushFinalBlock();
        _file.Flush(flushToDisk: true);
        return (_file.Length, BitConverter.ToString(_sha256.Hash!).Replace("-", "").ToLowerInvariant());
    }

    public void Dispose()
    {
        _csv.Dispose();
        _sha256.Dispose();
    }

    private static bool MustQuote(string text) =>
        text.IndexOfAny(Quoted) >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[text.Length - 1]);
}
