using System.Globalization;

namespace EbsBackup.PowerShell;

/// <summary>Days as people write them: <c>2026-01-05, 2026-01-07 to 2026-01-09</c>.</summary>
internal static class DayRanges
{
    public static string Text(IEnumerable<DateTime> days)
    {
        var ranges = new List<(DateTime First, DateTime Last)>();
        foreach (var day in days.OrderBy(day => day))
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1].Last.AddDays(1) >= day)
                ranges[ranges.Count - 1] = (ranges[ranges.Count - 1].First, day);
            else
                ranges.Add((day, day));
        }

        return string.Join(", ", ranges.Select(range => range.First == range.Last ? Text(range.First) : $"{Text(range.First)} to {Text(range.Last)}"));
    }

    private static string Text(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
