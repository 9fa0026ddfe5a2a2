namespace EbsBackup.Retention;

/// <summary>Decides which of our own snapshots stay. Pure: the same facts give the same plan, in whatever order they come.</summary>
public static class RetentionPlanner
{
    private static readonly Comparer<RetentionCandidate> HighestIdFirst =
        Comparer<RetentionCandidate>.Create((a, b) => string.CompareOrdinal(b.SnapshotId.Value, a.SnapshotId.Value));

    /// <param name="snapshots">All snapshots of one policy in one account and Region.</param>
    /// <param name="now">The instant that ages are measured from.</param>
    /// <returns>One decision a snapshot: by volume, newest first.</returns>
    /// <exception cref="EbsBackupException">The rules' time zone or a count is not valid.</exception>
    public static IReadOnlyList<RetentionDecision> Plan(
        IEnumerable<RetentionCandidate> snapshots, RetentionRules rules, DateTimeOffset now, RetentionGuards guards)
    {
        rules.Validate();
        var evaluation = new RuleEvaluation(rules, now, TimeZones.Find(rules.TimeZone));
        var forbidden = guards.Forbids(rules);
        var brakes = guards.BrakesLargeDeletions(rules);
        var plan = new List<RetentionDecision>();
        foreach (var volume in snapshots.GroupBy(s => s.Volume).OrderBy(v => v.Key.Value, StringComparer.Ordinal))
            PlanVolume(NewestFirst(volume), rules, evaluation, now, forbidden, brakes, plan);
        return plan;
    }

    private static void PlanVolume(
        RetentionCandidate[] newestFirst, RetentionRules rules, RuleEvaluation evaluation, DateTimeOffset now, RetentionReason forbidden, bool brakes, List<RetentionDecision> plan)
    {
        // A future date says that a clock is wrong: such a snapshot stays, and takes no other's place.
        var backups = Array.FindAll(newestFirst, s => s.State == BackupState.Completed && s.Time <= now);
        var kept = evaluation.Evaluate(Array.ConvertAll(backups, s => s.Time));
        if (kept.Length > 0) kept[0] |= RetentionReason.NewestCompleted;

        var completed = newestFirst.Count(s => s.State == BackupState.Completed);
        var leaving = backups.Where((s, i) => kept[i] == RetentionReason.None && !s.Held).Count();
        var braked = brakes && leaving > completed / 2.0 ? RetentionReason.MoreThanHalf : RetentionReason.None;

        var failedBefore = FailedSnapshotsGoBefore(backups, rules, now);
        var next = 0;
        foreach (var snapshot in newestFirst)
        {
            var isBackup = next < backups.Length && ReferenceEquals(snapshot, backups[next]);
            var keep = (snapshot.Held ? RetentionReason.Hold : RetentionReason.None)
                | (isBackup ? kept[next++] : WhyKeptAnyway(snapshot, now, failedBefore));
            plan.Add(Decide(snapshot, keep, isBackup ? forbidden | braked : forbidden));
        }
    }

    private static RetentionDecision Decide(RetentionCandidate snapshot, RetentionReason keep, RetentionReason forbidden)
    {
        if (keep != RetentionReason.None) return new RetentionDecision(snapshot, RetentionAction.Keep, keep);
        var goes = snapshot.State == BackupState.Failed ? RetentionReason.FailedSnapshot : RetentionReason.Expired;
        return forbidden == RetentionReason.None
            ? new RetentionDecision(snapshot, RetentionAction.Delete, goes)
            : new RetentionDecision(snapshot, RetentionAction.Skip, forbidden);
    }

    private static RetentionReason WhyKeptAnyway(RetentionCandidate snapshot, DateTimeOffset now, DateTimeOffset failedBefore) =>
        (snapshot.Time > now ? RetentionReason.FutureDated : RetentionReason.None)
        | (snapshot.State == BackupState.Unfinished ? RetentionReason.NotCompleted : RetentionReason.None)
        | (snapshot.State == BackupState.Failed && snapshot.Time >= failedBefore ? RetentionReason.FailedRecently : RetentionReason.None);

    // A failed snapshot holds nothing to restore. It stays as evidence while keepWithin covers it, and until a completed backup has followed.
    private static DateTimeOffset FailedSnapshotsGoBefore(RetentionCandidate[] backups, RetentionRules rules, DateTimeOffset now)
    {
        if (backups.Length == 0) return DateTimeOffset.MinValue;
        var window = rules.KeepWithin is { IsZero: false } within ? within.Before(now, TimeZones.Find(rules.TimeZone)) : now;
        return window < backups[0].Time ? window : backups[0].Time;
    }

    // Numbers are sorted, and ids only where those are equal: comparing snapshots doubled the time of a plan of a million.
    private static RetentionCandidate[] NewestFirst(IEnumerable<RetentionCandidate> volume)
    {
        var snapshots = volume.ToArray();
        var ages = Array.ConvertAll(snapshots, s => -s.Time.UtcTicks);
        Array.Sort(ages, snapshots);
        for (int start = 0, end; start < snapshots.Length; start = end)
        {
            end = start + 1;
            while (end < snapshots.Length && ages[end] == ages[start]) end++;
            if (end - start > 1) Array.Sort(snapshots, start, end - start, HighestIdFirst);
        }

        return snapshots;
    }
}
