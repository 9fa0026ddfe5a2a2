namespace EbsBackup.OrgReport;

/// <summary>Every job of one kind as JSON Lines: one object a line, values as AWS gave them, nothing neutralised.</summary>
internal sealed class JobLinesFile(string path) : IDisposable
{
    private const int Enough = 128 * 1024;

    private readonly HashedFile _file = new(path);

    public long Rows { get; private set; }

    /// <summary>Where the next job goes.</summary>
    public Utf8Buffer Lines { get; } = new();

    public void EndLine()
    {
        Lines.Append("\n"u8);
        if (Lines.Length >= Enough) WriteOut();
        Rows++;
    }

    public (long Bytes, string Sha256) Complete()
    {
        WriteOut();
        return _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void WriteOut()
    {
        _file.Stream.Write(Lines.Bytes, 0, Lines.Length);
        Lines.Clear();
    }
}
