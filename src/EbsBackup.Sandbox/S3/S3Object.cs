namespace EbsBackup.Sandbox.S3;

/// <summary>One version of an object, or a delete marker.</summary>
internal sealed record S3Object
{
    public const string NullVersion = "null";

    public required string Key { get; init; }

    public required string VersionId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public bool IsDeleteMarker { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>With its quotes: the MD5 of the body, or of the parts' MD5s with their number.</summary>
    public string ETag { get; init; } = "";

    /// <summary>Content-Type and the other headers that a GET gives back, and the user's metadata.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string StorageClass { get; init; } = "STANDARD";

    public S3Encryption Encryption { get; init; } = S3Encryption.Default;

    public S3Checksum? Checksum { get; init; }

    /// <summary>The parts' lengths when it came by multipart upload.</summary>
    public IReadOnlyList<S3Part> Parts { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    public S3Lock Lock { get; init; } = S3Lock.None;
}
