using System.Text.Encodings.Web;
using System.Text.Json;

namespace EbsBackup.OrgReport;

/// <summary>Every job of one kind as JSON Lines: one object a line, values as AWS gave them, nothing neutralised.</summary>
internal sealed class JobLinesFile : IDisposable
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly JobForm _form;
    private readonly HashedFile _file;
    private readonly MemoryStream _lines = new(256 * 1024);
    private readonly Utf8JsonWriter _json;

    public JobLinesFile(string path, OrgJobKind kind)
    {
        _form = JobForm.For(kind);
        _file = new HashedFile(path);
        _json = new Utf8JsonWriter(_lines, Format);
    }

    public long Rows { get; private set; }

    public void Write(IOrgJob job)
    {
        _form.WriteJson(_json, job);
        _json.Flush();
        _json.Reset();
        _lines.WriteByte((byte)'\n');
        if (_lines.Length > 128 * 1024) WriteOut();
        Rows++;
    }

    public (long Bytes, string Sha256) Complete()
    {
        WriteOut();
        return _file.Complete();
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WriteOut()
    {
        _file.Stream.Write(_lines.GetBuffer(), 0, (int)_lines.Length);
        _lines.SetLength(0);
    }
}
