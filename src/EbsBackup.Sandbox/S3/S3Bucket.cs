namespace EbsBackup.Sandbox.S3;

/// <summary>A bucket: its name is global, its owner one account.</summary>
internal sealed class S3Bucket(string name, string ownerAccountId, string region, DateTimeOffset created)
{
    public string Name { get; } = name;

    public string OwnerAccountId { get; } = ownerAccountId;

    public string Region { get; } = region;

    public DateTimeOffset Created { get; } = created;

    public string Arn => "arn:aws:s3:::" + Name;

    public ObjectKeys Keys { get; } = new();

    /// <summary>Uploads under way, by upload id.</summary>
    public Dictionary<string, S3Upload> Uploads { get; } = new(StringComparer.Ordinal);

    /// <summary>Null until versioning is first set, then <c>Enabled</c> or <c>Suspended</c>: it cannot be unset.</summary>
    public string? Versioning { get; set; }

    public bool ObjectLock { get; init; }

    public S3Encryption DefaultEncryption { get; set; } = S3Encryption.Default;

    public BucketPolicy? Policy { get; set; }

    /// <summary>Configuration documents as put, by subresource (<c>lifecycle</c>, <c>publicAccessBlock</c>, …).</summary>
    public Dictionary<string, byte[]> Documents { get; } = new(StringComparer.Ordinal);
}
