#if !NETFRAMEWORK
using System.Buffers;
#endif
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace EbsBackup.OrgReport;

/// <summary>A CSV file while it is written: RFC 4180 with CRLF, UTF-8 without a byte order mark, header first, no cell that a spreadsheet runs.</summary>
internal sealed class CsvFile : IDisposable
{
    // Texts with commas or quotes of about this length are the JSON of plans, which many jobs share.
    private const int ShortestShared = 100;
    private const int LongestShared = 1000;

    private const string QuotedChars = ",\"\r\n";

#if NETFRAMEWORK
    private static readonly char[] Quoted = QuotedChars.ToCharArray();
    private static readonly char[] Special = (QuotedChars + FormulaGuard.LineBreakChars).ToCharArray();
#else
    private static readonly SearchValues<char> Quoted = SearchValues.Create(QuotedChars);
    private static readonly SearchValues<char> Special = SearchValues.Create(QuotedChars + FormulaGuard.LineBreakChars);
#endif

    // By identity: what many jobs share is one string.
    private static readonly Remembered<string, string> Shared = new(RuntimeHelpers.GetHashCode, text => Quote(FormulaGuard.Neutralise(text)));

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

        // Most cells have nothing special in them: one look at their characters is enough.
        if (!HasAny(text!, Special))
        {
            var line = FormulaGuard.NeutraliseLine(text!);
            _csv.WriteField(line, shouldQuote: char.IsWhiteSpace(line[0]) || char.IsWhiteSpace(line[line.Length - 1]));
        }
        else if (text!.Length is >= ShortestShared and <= LongestShared)
        {
            _csv.WriteField(Shared.Of(text), shouldQuote: false);
        }
        else
        {
            _csv.WriteField(Quote(FormulaGuard.Neutralise(text)), shouldQuote: false);
        }
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

    private static string Quote(string text) => MustQuote(text) ? "\"" + text.Replace("\"", "\"\"") + "\"" : text;

    private static bool MustQuote(string text) =>
        HasAny(text, Quoted) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[text.Length - 1]);

#if NETFRAMEWORK
    private static bool HasAny(string text, char[] chars) => text.IndexOfAny(chars) >= 0;
#else
    private static bool HasAny(string text, SearchValues<char> chars) => text.AsSpan().ContainsAny(chars);
#endif
}
