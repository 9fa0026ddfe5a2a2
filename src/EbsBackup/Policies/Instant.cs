using System.Globalization;
using System.Text.RegularExpressions;

namespace EbsBackup.Policies;

/// <summary>ISO 8601 instants: a date, a time and an offset or <c>Z</c>. A text without an offset names no instant and is refused.</summary>
public static class Instant
{
    public const string Example = "2026-01-31T23:30:00Z";

    private static readonly Regex Form = new(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.CultureInvariant);

    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is not null && Form.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    /// <exception cref="EbsBackupException">The text is not an instant.</exception>
    public static DateTimeOffset Parse(string? text) =>
        TryParse(text, out var instant) ? instant : throw EbsBackupError.InvalidId("instant", text, Example).ToException();
}
