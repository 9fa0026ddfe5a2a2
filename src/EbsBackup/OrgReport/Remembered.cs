namespace EbsBackup.OrgReport;

/// <summary>
/// What was made of a value, for as long as no other value takes its slot: the plans and vaults of a million jobs are
/// the same few hundred. Bounded and thread-safe.
/// </summary>
/// <param name="hash">Cheap: two values that share it are only made again in turns.</param>
internal sealed class Remembered<TKey, TValue>(Func<TKey, int> hash, Func<TKey, TValue> make)
    where TKey : class
{
    private const int Slots = 2048;

    // Written without a lock: an entry never changes, and a slot that loses a race is only made again.
    private readonly Entry?[] _slots = new Entry?[Slots];

    public TValue Of(TKey key)
    {
        ref var slot = ref _slots[hash(key) & (Slots - 1)];
        var entry = slot;
        if (entry is null || !entry.Key.Equals(key)) slot = entry = new Entry(key, make(key));
        return entry.Value;
    }

    private sealed record Entry(TKey Key, TValue Value);
}
