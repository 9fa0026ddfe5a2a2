using System.Globalization;
using System.Text.RegularExpressions;

namespace EbsBackup.Coverage;

/// <summary>The greatest age of a backup as people write it: <c>25h</c>, <c>2d</c>, <c>1d12h</c>, <c>90min</c>, <c>1.01:00:00</c>.</summary>
public static class BackupAge
{
    private static readonly Regex Units = new(
        @"^(?:([0-9]{1,4})w)?\s*(?:([0-9]{1,5})d)?\s*(?:([0-9]{1,6})h)?\s*(?:([0-9]{1,7})min)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <exception cref="EbsBackupException">The text is no length of time, has no unit, or is not above zero.</exception>
    public static TimeSpan Parse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (Units.Match(trimmed) is { Success: true } match)
        {
            var age = TimeSpan.FromDays((7 * Part(match, 1)) + Part(match, 2)) + TimeSpan.FromHours(Part(match, 3)) + TimeSpan.FromMinutes(Part(match, 4));
            if (age > TimeSpan.Zero) return age;
        }

        // A number alone would be days to .NET and ticks to PowerShell.
        return trimmed.Contains(":") && TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw EbsBackupError.InvalidId("age", text, "25h, 2d or 1.01:00:00").ToException();
    }

    private static int Part(Match match, int group) =>
        match.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
}
