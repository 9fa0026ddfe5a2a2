namespace EbsBackup.OrgReport;

/// <summary>Bytes that grow as they are written, and start anew in the same memory.</summary>
internal sealed class Utf8Buffer
{
    public byte[] Bytes { get; private set; } = new byte[64 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => new(Bytes, 0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Bytes.Length - Length) Grow(bytes.Length);
        bytes.CopyTo(Bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Clear() => Length = 0;

    private void Grow(int room)
    {
        var bytes = Bytes;
        Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + room));
        Bytes = bytes;
    }
}
