namespace EbsBackup.Sandbox.S3;

/// <summary>One page of a listing: keys, and prefixes up to the delimiter in place of the keys that share them.</summary>
internal sealed record KeyPage(IReadOnlyList<KeyPage.Item> Items, bool IsTruncated)
{
    /// <summary>A key with its object, or a common prefix without one.</summary>
    public readonly record struct Item(string Name, S3Object? Object);

    /// <param name="after">Exclusive. When it is itself a common prefix, everything below it counts as listed.</param>
    public static KeyPage Read(ObjectKeys keys, string prefix, string delimiter, string after, int most)
    {
        var items = new List<Item>();
        // A max-keys of nought is an empty page that promises nothing further.
        if (most == 0)
            return new(items, false);

        var position = Utf8Order.Instance.Compare(after, prefix) < 0 ? keys.From(prefix)
            : CommonPrefix(after, prefix, delimiter) == after ? keys.AfterPrefix(after)
            : keys.From(after).SkipWhile(k => k.Key == after);
        while (true)
        {
            string? jumpOver = null;
            foreach (var versions in position)
            {
                if (!versions.Key.StartsWith(prefix, StringComparison.Ordinal))
                    return new(items, false);
                if (versions.Current is not { } current)
                    continue;
                if (items.Count == most)
                    return new(items, true);

                jumpOver = CommonPrefix(versions.Key, prefix, delimiter);
                items.Add(new(jumpOver ?? versions.Key, jumpOver is null ? current : null));
                if (jumpOver is not null)
                    break;
            }

            if (jumpOver is null)
                return new(items, false);
            position = keys.AfterPrefix(jumpOver);
        }
    }

    /// <summary>The key up to and with the first delimiter after the prefix; null when there is none.</summary>
    public static string? CommonPrefix(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0 || !key.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }
}
