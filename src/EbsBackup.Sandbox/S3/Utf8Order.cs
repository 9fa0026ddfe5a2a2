namespace EbsBackup.Sandbox.S3;

/// <summary>The order of S3 listings: UTF-8 bytes. Ordinal UTF-16 differs from it where surrogates meet U+E000 to U+FFFF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        var same = a.CommonPrefixLength(b);
        return same == a.Length || same == b.Length
            ? a.Length - b.Length
            : Weight(a[same]) - Weight(b[same]);
    }

    // Surrogates stand for code points above U+FFFF, so they sort after all other characters.
    private static int Weight(char c) => c >= 0xE000 ? c - 0x800 : c >= 0xD800 ? c + 0x2000 : c;
}
