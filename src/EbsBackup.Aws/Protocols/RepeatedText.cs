using System.Buffers.Binary;
using System.Text;

namespace EbsBackup.Aws.Protocols;

/// <summary>
/// Gives the same string for the same bytes where a text repeats. Most texts of a page of backup jobs (accounts,
/// vaults, roles, plans, states) were on a page before; as strings of their own they are most of what a page allocates.
/// </summary>
internal static class RepeatedText
{
    private const int SlotBits = 14;
    private const int MaxBytes = 160;

    // Written without a lock: an entry never changes, and a slot that loses a race is only a string more.
    private static readonly Entry?[] Entries = new Entry?[1 << SlotBits];
    private static readonly ulong[] SeenOnce = new ulong[1 << SlotBits];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > MaxBytes) return Decode(utf8);

        var hash = Hash(utf8);
        var slot = (int)(hash >> (64 - SlotBits));
        if (Entries[slot] is { } entry && utf8.SequenceEqual(entry.Utf8)) return entry.Text;

        // Ids, which are never seen again, must not drive out what repeats.
        var text = Decode(utf8);
        if (SeenOnce[slot] == hash)
            Entries[slot] = new Entry(utf8.ToArray(), text);
        else
            SeenOnce[slot] = hash;
        return text;
    }

    private static string Decode(ReadOnlySpan<byte> utf8) =>
#if NETFRAMEWORK
        Encoding.UTF8.GetString(utf8.ToArray());
#else
        Encoding.UTF8.GetString(utf8);
#endif

    /// <summary>Multiply and rotate, eight bytes at a time; the high bits are the best mixed.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length * factor;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes), factor);
            bytes = bytes.Slice(8);
        }

        ulong last = 0;
        foreach (var b in bytes) last = (last << 8) | b;
        return Mix(hash, last, factor);
    }

    private static ulong Mix(ulong hash, ulong word, ulong factor)
    {
        hash = (hash ^ word) * factor;
        return hash ^ (hash >> 29) ^ (hash << 31);
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
