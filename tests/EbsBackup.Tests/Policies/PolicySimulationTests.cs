using System.Globalization;
using EbsBackup.Policies;
using EbsBackup.Retention;
using EbsBackup.Tests.Retention;

namespace EbsBackup.Tests.Policies;

public sealed class PolicySimulationTests
{
    [Theory]
    [InlineData("UTC", 2028, 366)]
    [InlineData("America/New_York", 2028, 366)]
    [InlineData("Australia/Lord_Howe", 2027, 365)]
    public void A_year_of_hourly_slots_leaves_what_the_rules_say_on_every_day(string zoneId, int year, int days)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var rules = new RetentionRules { KeepWithin = CalendarDuration.OfDays(2), KeepHourly = 30, KeepDaily = 15, KeepWeekly = 6, KeepMonthly = 12, KeepYearly = -1, TimeZone = zoneId };
        var start = WallClock.ToInstant(new DateTime(year, 1, 1), zone);

        var simulated = PolicySimulation.Year(rules, [], CalendarDuration.Parse("1h"), start).ToList();

        Assert.Equal(days, simulated.Count);
        Assert.Equal(days * 24, simulated.Sum(d => d.Taken));
        Assert.Equal(days * 24, simulated.Sum(d => d.Deleted) + simulated[^1].Alive);
        Assert.Equal(days, simulated.Select(d => d.Date).Distinct().Count());
        Assert.Equal([23, 24, 25], simulated.Select(d => d.Taken).Distinct().Append(23).Append(25).Distinct().Order());

        // Retention of every day leaves what one retention of the whole history would.
        var taken = new List<RetentionCandidate>();
        foreach (var (day, n) in simulated.Select((day, n) => (day, n)))
        {
            for (var i = 0; i < day.Taken; i++) taken.Add(PolicyPreview.Candidate(start.AddHours(taken.Count), taken.Count));
            if (n % 10 != 0 && n < days - 3) continue;
            var end = WallClock.ToInstant(day.Date.AddDays(1), zone);
            var kept = RetentionByDefinition.Kept(taken, rules, end, zone).Select(k => k.Snapshot.Time).Distinct().Order().ToList();
            Assert.Equal((kept.Count, kept[0]), (day.Alive, day.OldestRestorePoint!.Value));
            var gaps = kept.Zip([.. kept.Skip(1), end], (from, to) => (Length: to - from, From: from)).ToList();
            Assert.Equal(gaps.Max(g => g.Length), day.LongestGap);
            Assert.Contains(gaps, g => g.Length == day.LongestGap && g.From == day.GapStart);
        }
    }

    [Fact]
    public void Backups_that_there_are_expire_in_the_simulation_too()
    {
        var start = At("2026-01-01T06:00:00Z");
        var rules = new RetentionRules { KeepWithin = CalendarDuration.OfDays(3) };
        var simulated = PolicySimulation.Year(rules, [start.AddDays(-1), start.AddDays(-30)], CalendarDuration.Parse("1d"), start).ToList();
        Assert.Equal([(2, 1), (3, 0), (3, 1), (3, 1)], simulated.Take(4).Select(d => (d.Alive, d.Deleted)));
        Assert.Equal((3, At("2026-12-29T06:00:00Z"), TimeSpan.FromDays(1)), (simulated[^1].Alive, simulated[^1].OldestRestorePoint!.Value, simulated[^1].LongestGap));
        Assert.Equal(365, simulated.Count);
    }

    [Fact]
    public void A_policy_that_takes_too_seldom_shows_its_gaps()
    {
        var simulated = PolicySimulation.Year(new RetentionRules { KeepLast = 3 }, [], CalendarDuration.Parse("4w"), At("2026-01-01T00:00:00Z")).ToList();
        Assert.Equal((TimeSpan.FromDays(28), At("2026-01-29T00:00:00Z")), (simulated[60].LongestGap, simulated[60].GapStart));
        Assert.Equal(14, simulated.Sum(d => d.Taken));
    }

    [Fact]
    public void Rules_that_keep_nothing_delete_nothing()
    {
        var simulated = PolicySimulation.Year(new RetentionRules(), [], CalendarDuration.Parse("1d"), At("2028-02-01T00:00:00Z")).ToList();
        Assert.Equal((366, 366, 0), (simulated.Count, simulated[^1].Alive, simulated.Sum(d => d.Deleted)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
