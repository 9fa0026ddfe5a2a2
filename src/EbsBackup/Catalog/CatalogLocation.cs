namespace EbsBackup.Catalog;

/// <summary>Where the records lie: a bucket and a key prefix.</summary>
public sealed record CatalogLocation
{
    public const string DefaultKeyPrefix = "snapshots";

    /// <param name="keyPrefix">Segments of letters, digits and <c>! - _ . * ' ( )</c>, parted by single slashes; null for <c>snapshots</c>.</param>
    /// <exception cref="EbsBackupException">The bucket's name or the prefix is not valid.</exception>
    public CatalogLocation(string bucketName, string? keyPrefix = null)
    {
        BucketName = IsBucketName(bucketName) ? bucketName : throw EbsBackupError.InvalidId("bucket name", bucketName, "my-backup-records").ToException();
        var prefix = (keyPrefix ?? DefaultKeyPrefix).TrimEnd('/');
        KeyPrefix = IsPrefix(prefix) ? prefix : throw EbsBackupError.InvalidId("key prefix", keyPrefix, "snapshots or team-a/snapshots").ToException();
    }

    public string BucketName { get; }

    public string KeyPrefix { get; }

    private static bool IsBucketName(string? name) =>
        name is { Length: >= 3 and <= 63 } && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.') && char.IsLetterOrDigit(name[0]);

    private static bool IsPrefix(string prefix) =>
        prefix.Length is >= 1 and <= 200
        && prefix.Split('/').All(segment => segment.Length > 0 && segment.Any(c => c != '.') && !segment.StartsWith("_", StringComparison.Ordinal))
        && prefix.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '!' or '-' or '_' or '.' or '*' or '\'' or '(' or ')' or '/');
}
