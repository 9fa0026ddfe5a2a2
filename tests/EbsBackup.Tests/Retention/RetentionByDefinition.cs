using System.Globalization;
using EbsBackup.Retention;

namespace EbsBackup.Tests.Retention;

/// <summary>
/// The retention rules a second time, to hold the planner to account: each rule is the set that its definition in words says,
/// with calendar buckets as text, and nothing is shared with the planner but the facts that go in.
/// </summary>
internal static class RetentionByDefinition
{
    public static IEnumerable<(RetentionCandidate Snapshot, RetentionAction Action, RetentionReason Why)> Plan(
        IReadOnlyCollection<RetentionCandidate> snapshots, RetentionRules rules, DateTimeOffset now, RetentionGuards guards)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.TimeZone);
        foreach (var volume in snapshots.GroupBy(s => s.Volume))
        {
            var backups = volume.Where(s => s.State == BackupState.Completed && !(s.Time > now)).ToHashSet();
            var kept = Kept(backups, rules, now, zone).ToLookup(k => k.Snapshot, k => k.Rule);
            var newest = backups.OrderBy(s => s.Time).ThenBy(s => s.SnapshotId.Value, StringComparer.Ordinal).LastOrDefault();

            var losing = backups.Count(s => !kept[s].Any() && s != newest && !s.Held);
            var tooMany = losing * 2 > volume.Count(s => s.State == BackupState.Completed) && !guards.AcceptLargeDeletion && guards.LastRules is { } last && !rules.Equals(last);

            foreach (var snapshot in volume)
            {
                var why = kept[snapshot].Aggregate(RetentionReason.None, (a, b) => a | b);
                if (snapshot == newest) why |= RetentionReason.NewestCompleted;
                if (snapshot.Held) why |= RetentionReason.Hold;
                if (snapshot.Time > now) why |= RetentionReason.FutureDated;
                if (snapshot.State == BackupState.Unfinished) why |= RetentionReason.NotCompleted;
                if (snapshot.State == BackupState.Failed && !(Followed(snapshot) && PastTheWindow(snapshot))) why |= RetentionReason.FailedRecently;
                if (why != RetentionReason.None)
                {
                    yield return (snapshot, RetentionAction.Keep, why);
                    continue;
                }

                if (!guards.ListingComplete) why |= RetentionReason.ListingIncomplete;
                if (guards.ClockSkew is null || Math.Abs(guards.ClockSkew.Value.TotalMinutes) > 5) why |= RetentionReason.ClockSkew;
                if (SaysNothing(rules)) why |= RetentionReason.EmptyRules;
                if (tooMany && snapshot.State == BackupState.Completed) why |= RetentionReason.MoreThanHalf;
                if (why != RetentionReason.None)
                    yield return (snapshot, RetentionAction.Skip, why);
                else
                    yield return (snapshot, RetentionAction.Delete, snapshot.State == BackupState.Failed ? RetentionReason.FailedSnapshot : RetentionReason.Expired);
            }

            bool Followed(RetentionCandidate failed) => backups.Any(s => s.Time > failed.Time);
            bool PastTheWindow(RetentionCandidate failed) => failed.Time < (rules.KeepWithin is { } span && span != default ? Ago(span, now, zone) : now);
        }
    }

    /// <summary>Every pair of a backup and a rule that keeps it.</summary>
    public static IEnumerable<(RetentionCandidate Snapshot, RetentionReason Rule)> Kept(
        IReadOnlyCollection<RetentionCandidate> backups, RetentionRules rules, DateTimeOffset now, TimeZoneInfo zone)
    {
        var each = new Func<RetentionCandidate, string>(s => s.SnapshotId.Value);
        (Func<RetentionCandidate, string> Bucket, int Count, RetentionReason Counted, CalendarDuration? Span, RetentionReason Spanned)[] all =
        [
            (each, rules.KeepLast, RetentionReason.KeepLast, rules.KeepWithin, RetentionReason.KeepWithin),
            (In("yyyy-MM-dd HH zzz"), rules.KeepHourly, RetentionReason.KeepHourly, rules.KeepWithinHourly, RetentionReason.KeepWithinHourly),
            (In("yyyy-MM-dd"), rules.KeepDaily, RetentionReason.KeepDaily, rules.KeepWithinDaily, RetentionReason.KeepWithinDaily),
            (Week, rules.KeepWeekly, RetentionReason.KeepWeekly, rules.KeepWithinWeekly, RetentionReason.KeepWithinWeekly),
            (In("yyyy-MM"), rules.KeepMonthly, RetentionReason.KeepMonthly, rules.KeepWithinMonthly, RetentionReason.KeepWithinMonthly),
            (In("yyyy"), rules.KeepYearly, RetentionReason.KeepYearly, rules.KeepWithinYearly, RetentionReason.KeepWithinYearly),
        ];
        var oldest = backups.OrderBy(s => s.Time).ThenBy(s => s.SnapshotId.Value, StringComparer.Ordinal).Take(1).ToList();
        foreach (var (bucket, count, counted, span, spanned) in all)
        {
            var newestOfEach = backups.GroupBy(bucket)
                .Select(b => b.Aggregate((x, y) => Newer(x, y) ? x : y))
                .OrderByDescending(s => s.Time).ThenByDescending(s => s.SnapshotId.Value, StringComparer.Ordinal)
                .ToList();
            if (count != 0)
            {
                var chosen = count < 0 ? newestOfEach : newestOfEach.Take(count).ToList();
                var countsLeft = count < 0 || chosen.Count < count;
                foreach (var snapshot in chosen.Union(countsLeft ? oldest : [])) yield return (snapshot, counted);
            }

            if (span is { } length && length != default)
            {
                var since = Ago(length, now, zone);
                foreach (var snapshot in newestOfEach.Union(oldest).Where(s => s.Time > since)) yield return (snapshot, spanned);
            }
        }

        Func<RetentionCandidate, string> In(string format) => s => Local(s).ToString(format, CultureInfo.InvariantCulture);
        string Week(RetentionCandidate s) => $"{ISOWeek.GetYear(Local(s).DateTime)}-W{ISOWeek.GetWeekOfYear(Local(s).DateTime)}";
        DateTimeOffset Local(RetentionCandidate s) => s.Time.ToOffset(zone.GetUtcOffset(s.Time));
    }

    /// <summary>Calendar years and months, a day that a month lacks being its last; then days; then hours as elapsed time.</summary>
    public static DateTimeOffset Ago(CalendarDuration length, DateTimeOffset now, TimeZoneInfo zone)
    {
        var wall = now.ToOffset(zone.GetUtcOffset(now)).DateTime;
        var months = ((wall.Year * 12) + wall.Month - 1) - (length.Years * 12) - length.Months;
        if (months < 24) return DateTimeOffset.MinValue;
        var (year, month) = (months / 12, (months % 12) + 1);
        var date = new DateTime(year, month, Math.Min(wall.Day, DateTime.DaysInMonth(year, month))) + wall.TimeOfDay - TimeSpan.FromDays(length.Days);

        // The first instant at which a clock of the zone showed that time; where none did, as if the change had come later.
        var offsets = new[] { -1, 1 }.Select(d => zone.GetUtcOffset(new DateTimeOffset(date.AddDays(d), TimeSpan.Zero))).ToArray();
        var shown = offsets.Select(o => new DateTimeOffset(date, o)).Where(i => zone.GetUtcOffset(i) == i.Offset).ToList();
        var instant = shown.Count > 0 ? shown.Min() : new DateTimeOffset(date, offsets[0]);
        return instant.ToUniversalTime().AddMinutes(-(length.Hours * 60) - length.Minutes);
    }

    private static bool Newer(RetentionCandidate x, RetentionCandidate y) =>
        x.Time != y.Time ? x.Time > y.Time : string.CompareOrdinal(x.SnapshotId.Value, y.SnapshotId.Value) > 0;

    private static bool SaysNothing(RetentionRules r) =>
        new[] { r.KeepLast, r.KeepHourly, r.KeepDaily, r.KeepWeekly, r.KeepMonthly, r.KeepYearly }.All(c => c == 0)
        && new[] { r.KeepWithin, r.KeepWithinHourly, r.KeepWithinDaily, r.KeepWithinWeekly, r.KeepWithinMonthly, r.KeepWithinYearly }.All(s => s is null || s.Value == default);
}
