using Amazon.EC2.Model;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>The tags that a snapshot gets: our own, the caller's, then the volume's, as far as AWS's limits allow.</summary>
internal static class SnapshotTags
{
    /// <summary>The instance whose volumes one call froze together.</summary>
    public const string SetKey = OwnershipTags.Prefix + "set";

    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
    private const int MostTags = 50;
    private const int LongestKey = 128;
    private const int LongestValue = 256;
    private const int OwnTags = 5;

    /// <exception cref="EbsBackupException">AWS would refuse a tag, or it would forge one of ours.</exception>
    public static void Validate(IReadOnlyDictionary<string, string> userTags)
    {
        foreach (var tag in userTags)
        {
            var reserved = IsReserved(tag.Key) && tag.Key != OwnershipTags.HoldKey;
            if (reserved || tag.Key.Length is 0 or > LongestKey || tag.Value.Length > LongestValue) throw EbsBackupError.InvalidTag(tag.Key).ToException();
        }

        if (userTags.Count + OwnTags > MostTags) throw EbsBackupError.TooManyTags(userTags.Count, MostTags - OwnTags).ToException();
    }

    /// <summary>All tags of a snapshot of one volume. The volume's own that exceed the limit of 50 are left out, last in order of key first.</summary>
    public static List<Tag> For(OwnershipTags ownership, IReadOnlyDictionary<string, string> userTags, SelectedVolume volume)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in ownership.ToTags()) tags[tag.Key] = tag.Value;
        if (volume.BackupSet is { } set) tags[SetKey] = set.Value;
        foreach (var tag in userTags) tags[tag.Key] = tag.Value;
        foreach (var tag in volume.Tags.Where(t => !IsReserved(t.Key) && !tags.ContainsKey(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).ToArray())
        {
            if (tags.Count < MostTags) tags[tag.Key] = tag.Value;
        }

        return [.. tags.Select(t => new Tag(t.Key, t.Value))];
    }

    public static IReadOnlyDictionary<string, string> ToDictionary(List<Tag>? tags)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags ?? []) result[tag.Key] = tag.Value ?? "";
        return result;
    }

    private static bool IsReserved(string key) =>
        key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || key.StartsWith(OwnershipTags.Prefix, StringComparison.OrdinalIgnoreCase);
}
