using EbsBackup.Retention;

namespace EbsBackup.Policies;

/// <summary>What rules make of one volume's backups in the coming year: every slot taken, retention at each day's end by <see cref="RetentionPlanner"/> itself.</summary>
public static class PolicySimulation
{
    /// <param name="existing">The backups that there are.</param>
    /// <param name="every">The time between slots: hours and minutes, or days and longer.</param>
    /// <param name="start">The first slot; the year begins on its day.</param>
    /// <returns>365 days, or 366 when there is a 29 February in them.</returns>
    /// <exception cref="EbsBackupException">The rules or the interval are not valid.</exception>
    public static IEnumerable<SimulatedDay> Year(RetentionRules rules, IEnumerable<DateTimeOffset> existing, CalendarDuration every, DateTimeOffset start)
    {
        rules.Validate();
        var zone = TimeZones.Find(rules.TimeZone);
        return Days(rules, existing, SlotSequence.Every(every, start, zone), TimeZoneInfo.ConvertTime(start, zone).Date, zone);
    }

    private static IEnumerable<SimulatedDay> Days(RetentionRules rules, IEnumerable<DateTimeOffset> existing, IEnumerable<DateTimeOffset> slots, DateTime first, TimeZoneInfo zone)
    {
        var count = 0;
        var alive = existing.Select(time => PolicyPreview.Candidate(time, count++)).ToList();
        using var slot = slots.GetEnumerator();
        var more = slot.MoveNext();
        for (var date = first; date < first.AddYears(1); date = date.AddDays(1))
        {
            var end = WallClock.ToInstant(date.AddDays(1), zone);
            var before = alive.Count;
            for (; more && slot.Current < end; more = slot.MoveNext())
                alive.Add(PolicyPreview.Candidate(slot.Current, count++));

            var taken = alive.Count - before;
            alive = [.. RetentionPlanner.Plan(alive, rules, end, PolicyPreview.RulesAlone).Where(d => d.Action != RetentionAction.Delete).Select(d => d.Snapshot)];
            var (gap, gapStart) = LongestGap(alive, end);
            yield return new SimulatedDay(date, taken, before + taken - alive.Count, alive.Count, alive.Count > 0 ? alive[alive.Count - 1].Time : null, gap, gapStart);
        }
    }

    private static (TimeSpan Length, DateTimeOffset? Start) LongestGap(List<RetentionCandidate> newestFirst, DateTimeOffset end)
    {
        (TimeSpan Length, DateTimeOffset? Start) longest = default;
        var next = end;
        foreach (var backup in newestFirst)
        {
            if (next - backup.Time > longest.Length) longest = (next - backup.Time, backup.Time);
            next = backup.Time;
        }

        return longest;
    }
}
