namespace EbsBackup.Sandbox.S3;

/// <summary>A bucket's keys in listing order. A page costs its own length and a search, however many keys there are.</summary>
internal sealed class ObjectKeys
{
    private readonly SortedSet<KeyVersions> _keys = new(Comparer<KeyVersions>.Create(Compare));

    public int Count => _keys.Count;

    public IEnumerable<KeyVersions> All => _keys;

    public KeyVersions? Find(string key) => _keys.TryGetValue(new(key), out var found) ? found : null;

    public KeyVersions FindOrAdd(string key)
    {
        var versions = new KeyVersions(key);
        if (_keys.TryGetValue(versions, out var found))
            return found;
        _keys.Add(versions);
        return versions;
    }

    public void Remove(KeyVersions versions) => _keys.Remove(versions);

    /// <summary>From <paramref name="key"/> on, itself included.</summary>
    public IEnumerable<KeyVersions> From(string key) => From(new KeyVersions(key));

    /// <summary>From the first key on that sorts after every key with the prefix.</summary>
    public IEnumerable<KeyVersions> AfterPrefix(string prefix) => From(new KeyVersions(prefix, isEndOfPrefix: true));

    private SortedSet<KeyVersions> From(KeyVersions start) =>
        _keys.Max is { } last && Compare(start, last) <= 0 ? _keys.GetViewBetween(start, last) : [];

    private static int Compare(KeyVersions a, KeyVersions b)
    {
        if (a.IsEndOfPrefix && b.Key.StartsWith(a.Key, StringComparison.Ordinal))
            return b.IsEndOfPrefix && b.Key.Length == a.Key.Length ? 0 : 1;
        if (b.IsEndOfPrefix && a.Key.StartsWith(b.Key, StringComparison.Ordinal))
            return -1;
        return Utf8Order.Instance.Compare(a.Key, b.Key);
    }
}
