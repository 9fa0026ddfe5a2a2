using System.Globalization;
using EbsBackup.Retention;
using EbsBackup.Selection;
using FsCheck;
using Random = System.Random;

namespace EbsBackup.Tests.Retention;

/// <summary>Histories and rules to try a planner on, drawn around the days on which calendars are odd. Every one follows from its seed.</summary>
internal sealed class RandomHistory
{
    // Half-hour zones and changes, a change at one minute past midnight, a missing day, a repeated day, midnight changes, a Windows id.
    private static readonly (string Zone, string Moment)[] OddMoments =
    [
        ("UTC", "2028-02-29T23:59:59Z"),
        ("Europe/Berlin", "2026-03-29T01:00:00Z"),
        ("W. Europe Standard Time", "2026-10-25T01:00:00Z"),
        ("America/New_York", "2026-11-01T06:00:00Z"),
        ("Asia/Kolkata", "2026-12-31T18:30:00Z"),
        ("Asia/Kathmandu", "2028-02-29T18:15:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("Pacific/Kwajalein", "1993-08-21T12:00:00Z"),
        ("America/St_Johns", "2010-11-07T02:31:00Z"),
        ("America/St_Johns", "2010-03-14T03:31:00Z"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("Asia/Beirut", "2026-10-24T21:00:00Z"),
        ("Pacific/Kiritimati", "1999-12-31T10:00:00Z"),
    ];

    private static readonly TimeSpan[] Spacings =
    [
        TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(7), TimeSpan.FromDays(1), TimeSpan.FromDays(6), TimeSpan.FromDays(31), TimeSpan.FromDays(200),
    ];

    private readonly Random _random;
    private readonly string _zone;

    private RandomHistory(int seed)
    {
        _random = new Random(seed);
        var (zone, moment) = Pick(OddMoments);
        var odd = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        var spacing = Pick(Spacings);
        _zone = zone;
        Now = odd + (spacing * _random.Next(-2, 20)) + TimeSpan.FromSeconds(Pick([0, 1, 1799, 7200]));
        Rules = DrawRules();
        Guards = new RetentionGuards(
            _random.Next(8) > 0,
            Pick<TimeSpan?>([TimeSpan.Zero, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(-4), TimeSpan.FromMinutes(-5.01), null]),
            Pick([null, Rules, Rules with { KeepLast = 7 }]),
            _random.Next(2) == 0);
        Snapshots = [.. Enumerable.Range(0, _random.Next(1, 60)).Select(n => new RetentionCandidate(
            SnapshotId.Parse($"snap-{_random.Next(16):x}{n:x7}"),
            VolumeId.Parse($"vol-{_random.Next(1, 4):x8}"),
            odd + (spacing * _random.Next(-30, 15)) + (Pick(Spacings) * Pick([0, 0, 0, 1, -1])) + TimeSpan.FromTicks(Pick([0, 0, 1, -1])),
            Pick([BackupState.Completed, BackupState.Completed, BackupState.Completed, BackupState.Completed, BackupState.Unfinished, BackupState.Failed]),
            _random.Next(20) == 0))];
    }

    public DateTimeOffset Now { get; }

    public RetentionRules Rules { get; }

    public RetentionGuards Guards { get; }

    public IReadOnlyList<RetentionCandidate> Snapshots { get; }

    /// <summary>Throws with the seed of the first history that the property does not hold for.</summary>
    public static void Always(Func<RandomHistory, bool> property, int tests = 3000) =>
        Prop.ForAll<int>(seed => property(new RandomHistory(seed))).Check(new Configuration
        {
            MaxNbOfTest = tests, EndSize = int.MaxValue / 2, QuietOnSuccess = true, Runner = Config.QuickThrowOnFailure.Runner,
        });

    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Any rules, or the same with one rule more or one wider.</summary>
    public RetentionRules Widened() => _random.Next(8) switch
    {
        0 => Rules with { KeepLast = More(Rules.KeepLast) },
        1 => Rules with { KeepHourly = More(Rules.KeepHourly) },
        2 => Rules with { KeepDaily = More(Rules.KeepDaily) },
        3 => Rules with { KeepWeekly = More(Rules.KeepWeekly) },
        4 => Rules with { KeepMonthly = More(Rules.KeepMonthly) },
        5 => Rules with { KeepYearly = More(Rules.KeepYearly) },
        6 => Rules with { KeepWithin = Rules.KeepWithin is { } within ? within with { Days = within.Days + 3 } : DrawSpan() },
        _ => Rules with { KeepWithinMonthly = Rules.KeepWithinMonthly is { } within ? within with { Months = within.Months + 3 } : DrawSpan() },
    };

    private int More(int count) => count < 0 || _random.Next(4) == 0 ? -1 : count + _random.Next(1, 4);

    private RetentionRules DrawRules() => new()
    {
        KeepLast = DrawCount(),
        KeepHourly = DrawCount(),
        KeepDaily = DrawCount(),
        KeepWeekly = DrawCount(),
        KeepMonthly = DrawCount(),
        KeepYearly = DrawCount(),
        KeepWithin = DrawSpan(),
        KeepWithinHourly = DrawSpan(),
        KeepWithinDaily = DrawSpan(),
        KeepWithinWeekly = DrawSpan(),
        KeepWithinMonthly = DrawSpan(),
        KeepWithinYearly = DrawSpan(),
        TimeZone = _zone,
    };

    private int DrawCount() => _random.Next(3) == 0 ? _random.Next(-1, 9) : 0;

    private CalendarDuration? DrawSpan() => _random.Next(5) > 0 ? null : Pick(
    [
        default, CalendarDuration.OfDays(_random.Next(1, 40)), new CalendarDuration(0, 0, 0, _random.Next(1, 60)), new CalendarDuration(_random.Next(3), 1, 0, 0),
        new CalendarDuration(1, _random.Next(14), 3, 3, 20), new CalendarDuration(9999, 0, 0, 0),
    ]);
}
