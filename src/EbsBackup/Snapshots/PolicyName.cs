namespace EbsBackup.Snapshots;

/// <summary>The name of a policy: 1 to 64 letters, digits, dots, hyphens or underscores, the first a letter or digit.</summary>
public readonly record struct PolicyName
{
    /// <summary>The policy of those who name none.</summary>
    public static readonly PolicyName Default = new("default");

    private readonly string? _value;

    private PolicyName(string value) => _value = value;

    public string Value => _value ?? "";

    /// <exception cref="EbsBackupException">The text cannot be a policy's name.</exception>
    public static PolicyName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw EbsBackupError.InvalidId("policy name", text, "daily-15d (letters, digits, '.', '-', '_')").ToException();

    public static bool TryParse(string? text, out PolicyName name)
    {
        var value = text?.Trim() ?? "";
        var valid = value.Length is >= 1 and <= 64 && IsLetterOrDigit(value[0]) && value.All(c => IsLetterOrDigit(c) || c is '.' or '-' or '_');
        name = valid ? new PolicyName(value) : default;
        return valid;
    }

    public override string ToString() => Value;

    private static bool IsLetterOrDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
