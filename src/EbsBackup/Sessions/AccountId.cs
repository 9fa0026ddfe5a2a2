namespace EbsBackup.Sessions;

/// <summary>The twelve digits that name an AWS account.</summary>
public readonly record struct AccountId
{
    private readonly string? _value;

    private AccountId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <exception cref="EbsBackupException">The text is not twelve digits.</exception>
    public static AccountId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw EbsBackupError.InvalidId("account id", text, "123456789012").ToException();

    public static bool TryParse(string? text, out AccountId id)
    {
        var digits = text?.Trim() ?? "";
        var valid = digits.Length == 12 && digits.All(c => c is >= '0' and <= '9');
        id = valid ? new AccountId(digits) : default;
        return valid;
    }

    public override string ToString() => Value;
}
