using EbsBackup.Retention;
using EbsBackup.Selection;

namespace EbsBackup.Tests.Retention;

public sealed class RetentionPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetentionGuards Safe = new(ListingComplete: true, TimeSpan.Zero, AcceptLargeDeletion: true);

    [Fact]
    public void Fifteen_days_are_kept_by_default_and_what_is_older_goes()
    {
        var plan = Plan([Backup(1, days: 1), Backup(2, days: 14.9), Backup(3, days: 15.1)]);
        Assert.Equal([RetentionAction.Keep, RetentionAction.Keep, RetentionAction.Delete], plan.Select(d => d.Action));
        Assert.Equal(["no rule keeps it"], plan[2].Reasons);
    }

    [Fact]
    public void Newest_completed_backup_stays_however_old()
    {
        var decision = Assert.Single(Plan([Backup(1, days: 4000)]));
        Assert.Equal((RetentionAction.Keep, RetentionReason.NewestCompleted), (decision.Action, decision.Why));
    }

    [Theory]
    [InlineData(BackupState.Unfinished)]
    [InlineData(BackupState.Failed)]
    public void Unfinished_and_failed_snapshots_take_no_backups_place(BackupState state)
    {
        var plan = Plan([Backup(1, days: 40), Backup(2, days: 20) with { State = state }], new RetentionRules { KeepLast = 1 });
        Assert.All(plan, d => Assert.Equal(RetentionAction.Keep, d.Action));
    }

    [Fact]
    public void Failed_snapshot_goes_once_a_completed_backup_has_followed_and_the_window_is_over()
    {
        var failed = Backup(9, days: 20) with { State = BackupState.Failed };
        Assert.Equal(RetentionAction.Delete, Of(failed, Plan([failed, Backup(1, days: 2)])));
        Assert.Equal(RetentionAction.Keep, Of(failed, Plan([failed, Backup(1, days: 21)])));
        var young = failed with { Time = Now.AddDays(-10) };
        Assert.Equal(RetentionAction.Keep, Of(young, Plan([young, Backup(1, days: 2)])));
    }

    [Fact]
    public void Held_backup_stays_for_ever()
    {
        var held = Backup(1, days: 400) with { Held = true };
        var decision = Plan([held, Backup(2, days: 1)])[1];
        Assert.Equal((RetentionAction.Keep, RetentionReason.Hold), (decision.Action, decision.Why));
    }

    [Fact]
    public void Future_dated_backup_stays_and_takes_no_others_place()
    {
        var plan = Plan([Backup(1, days: -2), Backup(2, days: 1), Backup(3, days: 2)], new RetentionRules { KeepLast = 1 });
        Assert.Equal([RetentionReason.FutureDated, RetentionReason.KeepLast | RetentionReason.NewestCompleted, RetentionReason.Expired], plan.Select(d => d.Why));
    }

    [Fact]
    public void Nothing_goes_after_an_incomplete_listing_with_empty_rules_or_a_wrong_clock()
    {
        RetentionCandidate[] two = [Backup(1, days: 20), Backup(2, days: 40)];
        Assert.Equal(RetentionReason.ListingIncomplete, Plan(two, guards: Safe with { ListingComplete = false })[1].Why);
        Assert.Equal(RetentionReason.ClockSkew, Plan(two, guards: Safe with { ClockSkew = TimeSpan.FromMinutes(-5.1) })[1].Why);
        Assert.Equal(RetentionReason.ClockSkew, Plan(two, guards: Safe with { ClockSkew = null })[1].Why);
        Assert.Equal(RetentionReason.EmptyRules, Plan(two, new RetentionRules())[1].Why);
        Assert.Equal(RetentionReason.EmptyRules, Plan(two, new RetentionRules { KeepWithin = default(CalendarDuration) })[1].Why);
        Assert.All(Plan(two, new RetentionRules()), d => Assert.NotEqual(RetentionAction.Delete, d.Action));
    }

    [Fact]
    public void More_than_half_of_a_volumes_backups_waits_for_a_person_under_new_rules()
    {
        var rules = new RetentionRules { KeepLast = 1 };
        RetentionCandidate[] three = [Backup(1, days: 1), Backup(2, days: 2), Backup(3, days: 3)];
        var newRules = Safe with { AcceptLargeDeletion = false, LastRules = RetentionRules.Default };
        Assert.Equal([RetentionAction.Keep, RetentionAction.Skip, RetentionAction.Skip], Plan(three, rules, newRules).Select(d => d.Action));
        Assert.Equal(2, Plan(three, rules, newRules with { LastRules = new RetentionRules { KeepLast = 1 } }).Count(d => d.Action == RetentionAction.Delete));
        Assert.Equal(2, Plan(three, rules, newRules with { LastRules = null }).Count(d => d.Action == RetentionAction.Delete));
        Assert.Equal(1, Plan(three[..2], rules, newRules).Count(d => d.Action == RetentionAction.Delete));
        Assert.Equal(2, Plan(three, rules, newRules with { AcceptLargeDeletion = true }).Count(d => d.Action == RetentionAction.Delete));
    }

    [Fact]
    public void Volumes_are_judged_apart()
    {
        var other = Backup(2, days: 300) with { Volume = VolumeId.Parse("vol-0000000b") };
        Assert.All(Plan([Backup(1, days: 200), other]), d => Assert.Equal(RetentionAction.Keep, d.Action));
    }

    [Fact]
    public void Days_begin_in_the_policys_time_zone()
    {
        var rules = new RetentionRules { KeepDaily = 2, TimeZone = "America/New_York" };
        var lateEvening = new DateTimeOffset(2026, 2, 28, 4, 30, 0, TimeSpan.Zero); // 27 February 23:30 in New York
        RetentionCandidate At(int n, double hours) => Backup(n, 0) with { Time = lateEvening.AddHours(hours) };
        var plan = Plan([At(1, 0), At(2, 1), At(3, 2), At(4, -30)], rules);
        Assert.Equal([RetentionAction.Keep, RetentionAction.Delete, RetentionAction.Keep, RetentionAction.Delete], plan.Select(d => d.Action));
    }

    // Clocks went from 00:01 on the 7th back to 23:01 on the 6th: the 7th came, went and came again.
    [Fact]
    public void Day_that_clocks_are_turned_back_over_keeps_its_newest()
    {
        var firstMinuteOfThe7th = new DateTimeOffset(2010, 11, 7, 2, 30, 30, TimeSpan.Zero);
        RetentionCandidate[] four =
        [
            Backup(1, 0) with { Time = firstMinuteOfThe7th.AddMinutes(30) }, // 23:31 on the 6th, again
            Backup(2, 0) with { Time = firstMinuteOfThe7th },
            Backup(3, 0) with { Time = firstMinuteOfThe7th.AddMinutes(-30) },
            Backup(4, 0) with { Time = firstMinuteOfThe7th.AddHours(-30) },
        ];
        var plan = Plan(four, new RetentionRules { KeepDaily = 3, TimeZone = "America/St_Johns" });
        Assert.Equal([RetentionAction.Keep, RetentionAction.Keep, RetentionAction.Delete, RetentionAction.Keep], plan.Select(d => d.Action));
    }

    [Fact]
    public void Hour_that_autumn_repeats_is_two_hours()
    {
        var summer = new DateTimeOffset(2025, 10, 26, 0, 40, 0, TimeSpan.Zero); // 02:40 in Berlin, and an hour later again
        var plan = Plan([Backup(1, 0) with { Time = summer.AddHours(1) }, Backup(2, 0) with { Time = summer }, Backup(3, 0) with { Time = summer.AddHours(-9) }], new RetentionRules { KeepHourly = 2, TimeZone = "Europe/Berlin" });
        Assert.Equal([RetentionAction.Keep, RetentionAction.Keep, RetentionAction.Delete], plan.Select(d => d.Action));
    }

    [Fact]
    public void Windows_and_IANA_names_of_a_zone_mean_the_same()
    {
        var history = Enumerable.Range(1, 2000).Select(n => Backup(n, n / 3.0)).ToArray();
        var rules = new RetentionRules { KeepHourly = 40, KeepDaily = 30, KeepMonthly = -1 };
        Assert.Equal(Plan(history, rules with { TimeZone = "Lord Howe Standard Time" }), Plan(history, rules with { TimeZone = "Australia/Lord_Howe" }));
        Assert.NotEqual(Plan(history, rules), Plan(history, rules with { TimeZone = "Australia/Lord_Howe" }));
    }

    [Fact]
    public void Weeks_are_ISO_weeks()
    {
        var sunday = new DateTimeOffset(2026, 1, 4, 23, 0, 0, TimeSpan.Zero);
        var monday = sunday.AddHours(2);
        var plan = Plan([Backup(1, 0) with { Time = monday }, Backup(2, 0) with { Time = sunday }, Backup(3, 0) with { Time = sunday.AddDays(-6) }, Backup(4, 0) with { Time = sunday.AddDays(-20) }], new RetentionRules { KeepWeekly = 2 });
        Assert.Equal([RetentionAction.Keep, RetentionAction.Keep, RetentionAction.Delete, RetentionAction.Delete], plan.Select(d => d.Action));
    }

    [Fact]
    public void Count_below_minus_one_and_unknown_zone_are_refused()
    {
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => Plan([], new RetentionRules { KeepLast = -2 })).Error.Id);
        Assert.Equal("Mars/Olympus", Assert.Throws<EbsBackupException>(() => Plan([], new RetentionRules { KeepLast = 1, TimeZone = "Mars/Olympus" })).Error.TargetId);
    }

    internal static RetentionCandidate Backup(int number, double days) =>
        new(SnapshotId.Parse($"snap-{number:x8}"), VolumeId.Parse("vol-0000000a"), Now.AddDays(-days), BackupState.Completed);

    private static RetentionAction Of(RetentionCandidate candidate, IReadOnlyList<RetentionDecision> plan) => plan.Single(d => d.Snapshot == candidate).Action;

    private static IReadOnlyList<RetentionDecision> Plan(IEnumerable<RetentionCandidate> snapshots, RetentionRules? rules = null, RetentionGuards? guards = null) =>
        RetentionPlanner.Plan(snapshots, rules ?? RetentionRules.Default, Now, guards ?? Safe);
}
