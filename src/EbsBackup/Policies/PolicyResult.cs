using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>What became of one volume or snapshot, or what kept a step from being done.</summary>
/// <param name="Error">What was not done, and why; <see cref="Action"/> is then what was meant to be done.</param>
public sealed record PolicyResult(PolicyStep Step, PolicyAction Action, EbsBackupError? Error = null)
{
    public AccountId? AccountId { get; init; }

    public RegionName? Region { get; init; }

    public VolumeId? VolumeId { get; init; }

    public SnapshotId? SnapshotId { get; init; }

    /// <summary>EC2's word for how the snapshot is; null in a preview and for what expires.</summary>
    public string? State { get; init; }

    /// <summary>The instant at which EC2 froze the data.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Why a volume is in or out, or why a snapshot stays, goes or waits.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    internal static PolicyResult Of(FleetResult<TakeResult> taken) => new(PolicyStep.Take, ActionOf(taken.Result.Action), taken.Result.Error)
    {
        AccountId = taken.Place?.AccountId,
        Region = taken.Place?.Region,
        VolumeId = taken.Result.VolumeId,
        SnapshotId = taken.Result.Snapshot?.SnapshotId,
        State = taken.Result.Snapshot?.State,
        Time = taken.Result.Snapshot?.StartTime,
    };

    internal static PolicyResult Of(TakePlan plan, VolumeChoice choice, TakeItem? item) => new(PolicyStep.Take, item is null ? PolicyAction.Skip : ActionOf(item.Action))
    {
        AccountId = plan.AccountId,
        Region = plan.Region,
        VolumeId = choice.Volume.VolumeId,
        SnapshotId = item?.Existing?.SnapshotId,
        Reasons = [choice.Reason],
    };

    internal static PolicyResult Of(RetentionPlan plan, RetentionDecision decision) => new(PolicyStep.Expire, ActionOf(decision.Action))
    {
        AccountId = plan.AccountId,
        Region = plan.Region,
        VolumeId = decision.Snapshot.Volume,
        SnapshotId = decision.Snapshot.SnapshotId,
        Time = decision.Snapshot.Time,
        Reasons = decision.Reasons,
    };

    internal static PolicyResult Of(FleetResult<RetentionResult> expired) => new(PolicyStep.Expire, ActionOf(expired.Result.Action), expired.Result.Error)
    {
        AccountId = expired.Place?.AccountId,
        Region = expired.Place?.Region,
        VolumeId = expired.Result.VolumeId == default ? null : expired.Result.VolumeId,
        SnapshotId = expired.Result.SnapshotId == default ? null : expired.Result.SnapshotId,
        Time = expired.Result.SnapshotId == default ? null : expired.Result.Time,
        Reasons = expired.Result.Reasons,
    };

    private static PolicyAction ActionOf(TakeAction action) => action == TakeAction.Adopt ? PolicyAction.Adopt : PolicyAction.Create;

    private static PolicyAction ActionOf(RetentionAction action) => action switch
    {
        RetentionAction.Keep => PolicyAction.Keep,
        RetentionAction.Delete => PolicyAction.Delete,
        _ => PolicyAction.Skip,
    };
}
