using EbsBackup.Retention;

namespace EbsBackup.Policies;

/// <summary>The slots of a schedule that repeats. Hours and minutes are elapsed time; days, weeks, months and years keep their time on the wall clock.</summary>
internal static class SlotSequence
{
    /// <summary>Each slot once, in order, the first first, until the calendar's end.</summary>
    /// <exception cref="EbsBackupException">The interval mixes days and hours: 25 hours of which clock?</exception>
    public static IEnumerable<DateTimeOffset> Every(CalendarDuration interval, DateTimeOffset first, TimeZoneInfo zone)
    {
        var time = new TimeSpan(interval.Hours, interval.Minutes, 0);
        var hasDate = interval with { Hours = 0, Minutes = 0 } is { IsZero: false };
        if (interval.IsZero || (hasDate && time != TimeSpan.Zero))
            throw EbsBackupError.InvalidId("interval of slots", interval.ToString(), "1h, 30m as PT30M, 1d or 1w: hours and minutes, or days and longer, not both").ToException();
        return hasDate ? OnTheWallClock(interval, first, zone) : Elapsed(time, first);
    }

    private static IEnumerable<DateTimeOffset> Elapsed(TimeSpan time, DateTimeOffset first)
    {
        for (var slot = first; ; slot += time)
        {
            yield return slot;
            if (DateTimeOffset.MaxValue - slot < time) yield break;
        }
    }

    private static IEnumerable<DateTimeOffset> OnTheWallClock(CalendarDuration interval, DateTimeOffset first, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTime(first, zone).DateTime;
        var months = (interval.Years * 12) + interval.Months;
        yield return first;

        // From the first each time: a month's end that a short month pulled back returns in the next long one.
        for (var n = 1; (DateTime.MaxValue - wall).TotalDays > (n + 1.0) * ((months * 31) + interval.Days); n++)
            yield return WallClock.ToInstant(wall.AddMonths(n * months).AddDays((double)n * interval.Days), zone);
    }
}
