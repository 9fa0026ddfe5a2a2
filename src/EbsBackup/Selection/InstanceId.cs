namespace EbsBackup.Selection;

/// <summary>The id of an instance: <c>i-</c> and 8 to 17 hexadecimal digits.</summary>
public readonly record struct InstanceId
{
    private readonly string? _value;

    private InstanceId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <exception cref="EbsBackupException">The text is not an instance's id.</exception>
    public static InstanceId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw EbsBackupError.InvalidId("instance id", text, "i-0123456789abcdef0").ToException();

    public static bool TryParse(string? text, out InstanceId id)
    {
        var valid = ResourceId.TryParse("i-", text, out var value);
        id = valid ? new InstanceId(value) : default;
        return valid;
    }

    public override string ToString() => Value;
}
