using EbsBackup.Retention;
using EbsBackup.Selection;
using FsCheck;
using Random = System.Random;

namespace EbsBackup.Tests.Retention;

public sealed class RetentionPropertyTests
{
    private static readonly DateTimeOffset Now = new(2028, 3, 1, 0, 30, 0, TimeSpan.Zero);
    private static readonly RetentionGuards Safe = new(ListingComplete: true, TimeSpan.Zero, AcceptLargeDeletion: true);
    private static readonly string[] Zones = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"];

    [Fact]
    public void A_volume_never_loses_its_newest_completed_backup() => ForAll(random =>
    {
        var history = History(random);
        var gone = Deleted(history, Rules(random));
        return history.Where(s => s.State == BackupState.Completed).GroupBy(s => s.Volume).All(volume =>
        {
            var newest = volume.Where(s => s.Time <= Now).OrderByDescending(s => s.Time).ThenByDescending(s => s.SnapshotId.Value).FirstOrDefault();
            return volume.Any(s => !gone.Contains(s)) && (newest is null || !gone.Contains(newest));
        });
    });

    [Fact]
    public void Adding_a_rule_never_keeps_less() => ForAll(random =>
    {
        var history = History(random);
        var rules = Rules(random);
        // Empty rules delete nothing, so anything added to them may keep less.
        return rules.IsEmpty || Deleted(history, Widened(rules, random)).IsSubsetOf(Deleted(history, rules));
    });

    [Fact]
    public void The_order_of_the_listing_changes_nothing() => ForAll(random =>
    {
        var history = History(random);
        var rules = Rules(random);
        return RetentionPlanner.Plan(history, rules, Now, Safe)
            .SequenceEqual(RetentionPlanner.Plan(history.OrderBy(_ => random.Next()), rules, Now, Safe));
    });

    [Fact]
    public void Held_future_dated_and_unfinished_snapshots_always_stay() => ForAll(random =>
    {
        var history = History(random);
        return Deleted(history, Rules(random)).All(s => !s.Held && s.Time <= Now && s.State != BackupState.Unfinished);
    });

    private static void ForAll(Func<Random, bool> property) =>
        Prop.ForAll<int>(seed => property(new Random(seed))).Check(new Configuration
        {
            MaxNbOfTest = 500, EndSize = 1_000_000, QuietOnSuccess = true, Runner = Config.QuickThrowOnFailure.Runner,
        });

    private static HashSet<RetentionCandidate> Deleted(IEnumerable<RetentionCandidate> history, RetentionRules rules) =>
        [.. RetentionPlanner.Plan(history, rules, Now, Safe).Where(d => d.Action == RetentionAction.Delete).Select(d => d.Snapshot)];

    private static RetentionCandidate[] History(Random random) =>
    [
        .. Enumerable.Range(1, random.Next(1, 60)).Select(n => new RetentionCandidate(
            SnapshotId.Parse($"snap-{n:x8}"),
            VolumeId.Parse($"vol-{random.Next(1, 4):x8}"),
            Now.AddMinutes(-random.Next(-500, 60) * random.Next(1, 20000)),
            (BackupState)Math.Max(0, random.Next(-6, 3)),
            random.Next(20) == 0)),
    ];

    private static RetentionRules Rules(Random random) => new()
    {
        KeepLast = random.Next(-1, 4),
        KeepHourly = Sometimes(random),
        KeepDaily = Sometimes(random),
        KeepWeekly = Sometimes(random),
        KeepMonthly = Sometimes(random),
        KeepYearly = Sometimes(random),
        KeepWithin = random.Next(2) == 0 ? null : new CalendarDuration(0, random.Next(3), random.Next(20), random.Next(48)),
        KeepWithinWeekly = random.Next(3) > 0 ? null : new CalendarDuration(1, 0, 0, 0),
        TimeZone = Zones[random.Next(Zones.Length)],
    };

    private static int Sometimes(Random random) => random.Next(3) == 0 ? random.Next(-1, 10) : 0;

    private static RetentionRules Widened(RetentionRules rules, Random random) => random.Next(4) switch
    {
        0 => rules with { KeepLast = rules.KeepLast < 0 ? -1 : rules.KeepLast + 1 },
        1 => rules with { KeepDaily = rules.KeepDaily < 0 ? -1 : rules.KeepDaily + random.Next(1, 5) },
        2 => rules with { KeepMonthly = -1 },
        _ => rules with { KeepWithinDaily = new CalendarDuration(0, 2, 0, 0) },
    };
}
