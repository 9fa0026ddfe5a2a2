namespace EbsBackup.OrgReport;

/// <summary>One value of a job, as its files have it, in UTF-8.</summary>
internal readonly ref struct JobCell
{
    /// <param name="text">As it is in a CSV file, before formulas are neutralised and quotes are set.</param>
    /// <param name="json">As it is in a line of JSON.</param>
    /// <param name="isVisibleAscii">Known to be of visible ASCII characters and spaces alone.</param>
    public JobCell(ReadOnlySpan<byte> text, ReadOnlySpan<byte> json, bool isVisibleAscii)
    {
        Text = text;
        Json = json;
        IsVisibleAscii = isVisibleAscii;
    }

    public ReadOnlySpan<byte> Text { get; }

    public ReadOnlySpan<byte> Json { get; }

    public bool IsVisibleAscii { get; }
}
