namespace EbsBackup.Sandbox.S3;

/// <summary>One page of versions: by key, and within a key newest first.</summary>
internal sealed record VersionPage(IReadOnlyList<VersionPage.Item> Items, bool IsTruncated)
{
    /// <summary>A version, or a common prefix without one.</summary>
    public readonly record struct Item(string Name, S3Object? Version, bool IsLatest);

    /// <param name="keyMarker">With a version marker, the key within which to go on; without, the last key that is done.</param>
    public static VersionPage Read(ObjectKeys keys, string prefix, string delimiter, string keyMarker, string versionMarker, int most)
    {
        var items = new List<Item>();
        if (most == 0)
            return new(items, false);

        foreach (var item in Remaining(keys, prefix, delimiter, keyMarker, versionMarker))
        {
            if (items.Count == most)
                return new(items, true);
            items.Add(item);
        }

        return new(items, false);
    }

    private static IEnumerable<Item> Remaining(ObjectKeys keys, string prefix, string delimiter, string keyMarker, string versionMarker)
    {
        var done = KeyPage.CommonPrefix(keyMarker, prefix, delimiter) is { } marked && marked == keyMarker ? marked : null;
        var start = Utf8Order.Instance.Compare(keyMarker, prefix) < 0 ? prefix : keyMarker;
        var position = done is null ? keys.From(start) : keys.AfterPrefix(done);
        while (true)
        {
            string? jumpOver = null;
            foreach (var versions in position)
            {
                if (!versions.Key.StartsWith(prefix, StringComparison.Ordinal))
                    yield break;

                jumpOver = KeyPage.CommonPrefix(versions.Key, prefix, delimiter);
                if (jumpOver is not null)
                {
                    yield return new(jumpOver, null, false);
                    break;
                }

                var rest = versions.NewestFirst;
                if (versions.Key == keyMarker)
                {
                    rest = versionMarker.Length == 0 ? [] : rest.SkipWhile(v => v.VersionId != versionMarker).Skip(1);
                }

                foreach (var version in rest)
                    yield return new(versions.Key, version, version == versions.Latest);
            }

            if (jumpOver is null)
                yield break;
            position = keys.AfterPrefix(jumpOver);
        }
    }
}
