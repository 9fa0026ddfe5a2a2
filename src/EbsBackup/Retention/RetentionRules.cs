using System.Globalization;

namespace EbsBackup.Retention;

/// <summary>What to keep: a backup stays when any of these keeps it. Counts are a number, −1 for all, 0 for none.</summary>
public sealed record RetentionRules
{
    /// <summary>The rule of those who give none: 15 days.</summary>
    public static readonly RetentionRules Default = new() { KeepWithin = CalendarDuration.OfDays(15) };

    /// <summary>Everything younger than this, measured from now.</summary>
    public CalendarDuration? KeepWithin { get; init; }

    /// <summary>The newest, as many as this.</summary>
    public int KeepLast { get; init; }

    public int KeepHourly { get; init; }

    public int KeepDaily { get; init; }

    /// <summary>By ISO 8601 weeks.</summary>
    public int KeepWeekly { get; init; }

    public int KeepMonthly { get; init; }

    public int KeepYearly { get; init; }

    /// <summary>The newest of each hour (day, week …) for as long as this, measured from now.</summary>
    public CalendarDuration? KeepWithinHourly { get; init; }

    public CalendarDuration? KeepWithinDaily { get; init; }

    public CalendarDuration? KeepWithinWeekly { get; init; }

    public CalendarDuration? KeepWithinMonthly { get; init; }

    public CalendarDuration? KeepWithinYearly { get; init; }

    /// <summary>Where days, weeks, months and years begin: an IANA or Windows id.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>True when nothing at all would be kept: such rules forbid deletion.</summary>
    public bool IsEmpty => Counts.All(c => c.Count == 0) && Spans.All(s => s.Span is null or { IsZero: true });

    /// <summary>The rules' names as a policy file has them.</summary>
    internal static IEnumerable<string> Names => Default.Spans.Select(s => s.Rule).Concat(Default.Counts.Select(c => c.Rule));

    /// <exception cref="EbsBackupException">A count is below −1, or the time zone is not known here.</exception>
    public void Validate()
    {
        foreach (var (rule, _, count) in Counts)
        {
            if (count < -1) throw EbsBackupError.InvalidId(rule, count.ToString(CultureInfo.InvariantCulture), "a number, or -1 for all").ToException();
        }

        TimeZones.Find(TimeZone);
    }

    internal IEnumerable<(string Rule, RetentionPeriod Period, int Count)> Counts =>
    [
        ("keepLast", RetentionPeriod.Each, KeepLast),
        ("keepHourly", RetentionPeriod.Hour, KeepHourly),
        ("keepDaily", RetentionPeriod.Day, KeepDaily),
        ("keepWeekly", RetentionPeriod.Week, KeepWeekly),
        ("keepMonthly", RetentionPeriod.Month, KeepMonthly),
        ("keepYearly", RetentionPeriod.Year, KeepYearly),
    ];

    internal IEnumerable<(string Rule, RetentionPeriod Period, CalendarDuration? Span)> Spans =>
    [
        ("keepWithin", RetentionPeriod.Each, KeepWithin),
        ("keepWithinHourly", RetentionPeriod.Hour, KeepWithinHourly),
        ("keepWithinDaily", RetentionPeriod.Day, KeepWithinDaily),
        ("keepWithinWeekly", RetentionPeriod.Week, KeepWithinWeekly),
        ("keepWithinMonthly", RetentionPeriod.Month, KeepWithinMonthly),
        ("keepWithinYearly", RetentionPeriod.Year, KeepWithinYearly),
    ];
}
