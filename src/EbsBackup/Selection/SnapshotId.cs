namespace EbsBackup.Selection;

/// <summary>The id of a snapshot: <c>snap-</c> and 8 to 17 hexadecimal digits.</summary>
public readonly record struct SnapshotId
{
    private readonly string? _value;

    private SnapshotId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <exception cref="EbsBackupException">The text is not a snapshot's id.</exception>
    public static SnapshotId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw EbsBackupError.InvalidId("snapshot id", text, "snap-0123456789abcdef0").ToException();

    public static bool TryParse(string? text, out SnapshotId id)
    {
        var valid = ResourceId.TryParse("snap-", text, out var value);
        id = valid ? new SnapshotId(value) : default;
        return valid;
    }

    public override string ToString() => Value;
}
