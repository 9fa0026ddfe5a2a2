using System.Runtime.InteropServices;

namespace EbsBackup.OrgReport;

/// <summary>What was made of some bytes, for as long as no two others take its place. Bounded and thread-safe.</summary>
internal sealed class Remembered<TValue>(Func<byte[], TValue> make)
{
    private const int PairBits = 11;

    // Written without a lock: an entry never changes, and a slot that loses a race is only made again.
    private readonly Entry?[] _slots = new Entry?[2 << PairBits];

    public TValue Of(ReadOnlySpan<byte> bytes)
    {
        // In pairs: of a few hundred keys, some would share a slot and drive each other out, but hardly three a pair.
        var pair = 2 * PairOf(bytes);
        if (_slots[pair] is { } newer && bytes.SequenceEqual(newer.Key)) return newer.Value;
        if (_slots[pair + 1] is { } older && bytes.SequenceEqual(older.Key)) return older.Value;
        var key = bytes.ToArray();
        var made = new Entry(key, make(key));
        (_slots[pair], _slots[pair + 1]) = (made, _slots[pair]);
        return made.Value;
    }

    /// <summary>Multiply and rotate, eight bytes at a time; the high bits are the best mixed.</summary>
    private static int PairOf(ReadOnlySpan<byte> bytes)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length * factor;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            hash = (hash ^ word) * factor;
            hash ^= hash >> 29;
        }

        foreach (var rest in bytes.Slice(words.Length * sizeof(ulong))) hash = (hash ^ rest) * factor;
        return (int)(hash >> (64 - PairBits));
    }

    private sealed record Entry(byte[] Key, TValue Value);
}
