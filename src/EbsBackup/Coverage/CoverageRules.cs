namespace EbsBackup.Coverage;

/// <summary>What counts as covered.</summary>
/// <param name="AsOf">The instant from which ages are counted.</param>
/// <param name="OptOutTags">Keys, or <c>key=value</c>. A key alone counts with any value but <c>false</c>.</param>
internal sealed record CoverageRules(DateTimeOffset AsOf, TimeSpan MaxAge, IReadOnlyList<string> OptOutTags)
{
    /// <summary>As AWS Backup names them; none: all.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    public bool Wants(string resourceType) => ResourceTypes.Count == 0 || ResourceTypes.Contains(resourceType, StringComparer.OrdinalIgnoreCase);

    public bool IsFresh(DateTimeOffset time) => AsOf - time <= MaxAge;

    /// <summary>The tag by which a resource opted out, or null.</summary>
    public string? OptOut(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var wanted in OptOutTags)
        {
            if (tags.TryGetValue(wanted, out var value) && !string.Equals(value.Trim(), "false", StringComparison.OrdinalIgnoreCase)) return wanted;
            var equals = wanted.IndexOf('=');
            if (equals > 0 && tags.TryGetValue(wanted.Substring(0, equals), out value) && value == wanted.Substring(equals + 1)) return wanted;
        }

        return null;
    }
}
