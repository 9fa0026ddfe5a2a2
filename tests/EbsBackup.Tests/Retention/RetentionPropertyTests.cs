using EbsBackup.Retention;

namespace EbsBackup.Tests.Retention;

public sealed class RetentionPropertyTests
{
    [Fact]
    public void The_planner_says_what_the_definitions_say() => RandomHistory.Always(
        history =>
        {
            var plan = RetentionPlanner.Plan(history.Snapshots, history.Rules, history.Now, history.Guards).Select(d => (d.Snapshot, d.Action, d.Why));
            return plan.ToHashSet().SetEquals(RetentionByDefinition.Plan(history.Snapshots, history.Rules, history.Now, history.Guards));
        },
        tests: 10_000);

    [Fact]
    public void Every_snapshot_gets_one_decision() => RandomHistory.Always(history =>
        RetentionPlanner.Plan(history.Snapshots, history.Rules, history.Now, history.Guards).Select(d => d.Snapshot.SnapshotId).Order(ById)
            .SequenceEqual(history.Snapshots.Select(s => s.SnapshotId).Order(ById)));

    [Fact]
    public void A_volume_never_loses_its_newest_completed_backup() => RandomHistory.Always(history =>
    {
        var gone = Deleted(history, history.Rules);
        return history.Snapshots.Where(s => s.State == BackupState.Completed).GroupBy(s => s.Volume).All(volume =>
        {
            var newest = volume.Where(s => s.Time <= history.Now).OrderByDescending(s => s.Time).ThenByDescending(s => s.SnapshotId.Value, StringComparer.Ordinal).FirstOrDefault();
            return volume.Any(s => !gone.Contains(s)) && (newest is null || !gone.Contains(newest));
        });
    });

    [Fact]
    public void Adding_a_rule_never_keeps_less() => RandomHistory.Always(history =>
        // Empty rules delete nothing, so anything added to them may keep less.
        history.Rules.IsEmpty || Deleted(history, history.Widened()).IsSubsetOf(Deleted(history, history.Rules)));

    [Fact]
    public void The_order_of_the_listing_changes_nothing() => RandomHistory.Always(history =>
        RetentionPlanner.Plan(history.Snapshots, history.Rules, history.Now, history.Guards)
            .SequenceEqual(RetentionPlanner.Plan(history.Snapshots.OrderBy(_ => history.Pick([1, 2, 3, 4, 5])), history.Rules, history.Now, history.Guards)));

    [Fact]
    public void Held_future_dated_and_unfinished_snapshots_always_stay() => RandomHistory.Always(history =>
        Deleted(history, history.Rules).All(s => !s.Held && s.Time <= history.Now && s.State != BackupState.Unfinished));

    [Fact]
    public void A_second_run_finds_nothing_more_to_delete() => RandomHistory.Always(history =>
    {
        var gone = Deleted(history, history.Rules);
        return !RetentionPlanner.Plan(history.Snapshots.Where(s => !gone.Contains(s)), history.Rules, history.Now, Safe(history))
            .Any(d => d.Action == RetentionAction.Delete);
    });

    private static readonly Comparer<EbsBackup.Selection.SnapshotId> ById = Comparer<EbsBackup.Selection.SnapshotId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));

    private static RetentionGuards Safe(RandomHistory history) =>
        history.Guards with { ListingComplete = true, ClockSkew = TimeSpan.Zero, AcceptLargeDeletion = true };

    private static HashSet<RetentionCandidate> Deleted(RandomHistory history, RetentionRules rules) =>
        [.. RetentionPlanner.Plan(history.Snapshots, rules, history.Now, Safe(history)).Where(d => d.Action == RetentionAction.Delete).Select(d => d.Snapshot)];
}
