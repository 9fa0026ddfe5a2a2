namespace EbsBackup.OrgReport;

/// <summary>The time that a report covers: <see cref="Start"/> is in it, <see cref="End"/> is not.</summary>
public readonly record struct ReportWindow
{
    /// <summary>AWS Backup keeps jobs for 30 days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private ReportWindow(DateTimeOffset start, DateTimeOffset end) => (Start, End) = (start, end);

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    /// <summary>The UTC day that the report is filed under: the one of the window's last instant.</summary>
    public DateTime Day => End.AddTicks(-1).UtcDateTime.Date;

    /// <summary>The UTC day with the year, month and day of <paramref name="day"/>, whatever its kind.</summary>
    public static ReportWindow OfDay(DateTime day)
    {
        var start = new DateTimeOffset(day.Year, day.Month, day.Day, 0, 0, 0, TimeSpan.Zero);
        return new(start, start.AddDays(1));
    }

    /// <summary>Whether AWS Backup still has the jobs of so many hours; 30 days at most.</summary>
    public static bool IsKept(double hours) => hours > 0 && hours <= Kept.TotalHours;

    /// <summary>The hours before <paramref name="now"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within 0 to 720, the 30 days that AWS Backup keeps.</exception>
    public static ReportWindow LastHours(double hours, DateTimeOffset now)
    {
        if (!IsKept(hours)) throw new ArgumentOutOfRangeException(nameof(hours), hours, null);
        var end = now.ToUniversalTime();
        return new(end.AddHours(-hours), end);
    }

    /// <summary>Whether AWS Backup still has all jobs of it.</summary>
    public bool IsKept(DateTimeOffset now) => Start >= now - Kept;

    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <summary>The part before <paramref name="instant"/>: what lies ahead cannot be counted yet.</summary>
    public ReportWindow Until(DateTimeOffset instant) =>
        instant >= End ? this : new(Start, instant <= Start ? Start : instant.ToUniversalTime());

    /// <summary>The same time in <paramref name="count"/> windows, each beginning where the one before ends.</summary>
    public IEnumerable<ReportWindow> Split(int count)
    {
        var ticks = (End - Start).Ticks / count;
        for (var i = 0; i < count; i++)
        {
            yield return new(Start.AddTicks(ticks * i), i == count - 1 ? End : Start.AddTicks(ticks * (i + 1)));
        }
    }
}
