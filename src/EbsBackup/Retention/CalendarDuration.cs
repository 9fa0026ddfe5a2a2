using System.Globalization;
using System.Text.RegularExpressions;

namespace EbsBackup.Retention;

/// <summary>A length of time whose years and months are the calendar's: <c>15d</c>, <c>12h</c>, <c>1y6m</c> or ISO 8601 such as <c>P1Y2M3DT4H</c>.</summary>
public readonly record struct CalendarDuration(int Years, int Months, int Days, int Hours, int Minutes = 0)
{
    private static readonly Regex Short = new(
        "^(?:([0-9]{1,4})y)?(?:([0-9]{1,5})m)?(?:([0-9]{1,4})w)?(?:([0-9]{1,6})d)?(?:([0-9]{1,7})h)?$", RegexOptions.CultureInvariant);

    private static readonly Regex Iso = new(
        "^P(?:([0-9]{1,4})Y)?(?:([0-9]{1,5})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,6})D)?(?:T(?=[0-9])(?:([0-9]{1,7})H)?(?:([0-9]{1,8})M)?)?$",
        RegexOptions.CultureInvariant);

    public bool IsZero => this == default;

    public static CalendarDuration OfDays(int days) => new(0, 0, days, 0);

    /// <exception cref="EbsBackupException">The text is not a duration, or is zero.</exception>
    public static CalendarDuration Parse(string? text) =>
        TryParse(text, out var duration) ? duration : throw EbsBackupError.InvalidId("duration", text, "15d, 12h or P1Y2M3DT4H").ToException();

    public static bool TryParse(string? text, out CalendarDuration duration)
    {
        duration = default;
        var trimmed = text?.Trim() ?? "";
        var match = Iso.Match(trimmed);
        if (!match.Success) match = Short.Match(trimmed);
        if (!match.Success) return false;
        duration = new CalendarDuration(Part(1), Part(2), (7 * Part(3)) + Part(4), Part(5), Part(6));
        return !duration.IsZero;

        int Part(int group) => match.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The instant this long before another: years and months first, on the wall clock of the zone, then days, then hours as elapsed time.</summary>
    public DateTimeOffset Before(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        var reach = ((long)Years * 12) + Months;
        if (reach >= (wall.Year - 1) * 12L || Days >= (wall - DateTime.MinValue).TotalDays - (reach * 31)) return DateTimeOffset.MinValue;
        var day = wall.AddMonths(-(int)reach).AddDays(-Days);
        return WallClock.ToInstant(day, zone) - TimeSpan.FromHours(Hours) - TimeSpan.FromMinutes(Minutes);
    }

    /// <summary>ISO 8601.</summary>
    public override string ToString()
    {
        var date = $"{Text(Years, 'Y')}{Text(Months, 'M')}{Text(Days, 'D')}";
        var time = $"{Text(Hours, 'H')}{Text(Minutes, 'M')}";
        return "P" + (date.Length + time.Length == 0 ? "0D" : date) + (time.Length > 0 ? "T" + time : "");
    }

    private static string Text(int count, char unit) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture) + unit;
}
