namespace EbsBackup.OrgReport;

/// <summary>
/// The ids of AWS's jobs that a slice has met, in places of sixteen bytes: all slices that are read at a time have one of
/// these, and a HashSet has 28 bytes for each place. Not thread-safe.
/// </summary>
internal sealed class SeenIds
{
    private const int Tables = 64;

    // Many small tables: one of 40,000 grows through megabytes that only a full collection takes back.
    private readonly Guid[][] _tables = [.. Enumerable.Range(0, Tables).Select(_ => new Guid[16])];
    private readonly int[] _counts = new int[Tables];
    private bool _hasEmpty;

    /// <returns>False if it was there before.</returns>
    public bool Add(Guid id)
    {
        // An empty place has the empty id.
        if (id == Guid.Empty) return !_hasEmpty && (_hasEmpty = true);
        var hash = Hash(id);
        var number = (int)(hash % Tables);
        ref var table = ref _tables[number];
        if (_counts[number] > table.Length * 3 / 4) table = Grown(table);
        if (!Put(table, id, hash)) return false;
        _counts[number]++;
        return true;
    }

    public void Clear()
    {
        foreach (var table in _tables) Array.Clear(table, 0, table.Length);
        Array.Clear(_counts, 0, Tables);
        _hasEmpty = false;
    }

    private static uint Hash(Guid id)
    {
        var hash = (uint)id.GetHashCode() * 0x9E3779B1;
        return hash ^ (hash >> 15);
    }

    private static Guid[] Grown(Guid[] table)
    {
        // Fast at first: what is outgrown is garbage that has grown old.
        var larger = new Guid[table.Length * (table.Length < 1024 ? 8 : 2)];
        foreach (var id in table)
        {
            if (id != Guid.Empty) Put(larger, id, Hash(id));
        }

        return larger;
    }

    private static bool Put(Guid[] table, Guid id, uint hash)
    {
        var mask = table.Length - 1;
        var place = (int)(hash >> 6) & mask;
        while (table[place] != Guid.Empty)
        {
            if (table[place] == id) return false;
            place = (place + 1) & mask;
        }

        table[place] = id;
        return true;
    }
}
