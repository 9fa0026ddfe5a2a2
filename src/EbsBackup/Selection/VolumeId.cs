namespace EbsBackup.Selection;

/// <summary>The id of a volume: <c>vol-</c> and 8 to 17 hexadecimal digits.</summary>
public readonly record struct VolumeId
{
    private readonly string? _value;

    private VolumeId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <exception cref="EbsBackupException">The text is not a volume's id.</exception>
    public static VolumeId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw EbsBackupError.InvalidId("volume id", text, "vol-0123456789abcdef0").ToException();

    public static bool TryParse(string? text, out VolumeId id)
    {
        var valid = ResourceId.TryParse("vol-", text, out var value);
        id = valid ? new VolumeId(value) : default;
        return valid;
    }

    public override string ToString() => Value;
}
