using EbsBackup.Selection;

namespace EbsBackup.Retention;

/// <summary>What became of one snapshot.</summary>
/// <param name="SnapshotId">Empty when the error is about no snapshot.</param>
/// <param name="Action">Keep; Delete once AWS has confirmed that it is gone; Skip when it must not or cannot go, with the reason.</param>
/// <param name="Error">What failed. Something that AWS protects (an AMI's, a locked one) is skipped and is no error.</param>
public sealed record RetentionResult(
    SnapshotId SnapshotId, VolumeId VolumeId, DateTimeOffset Time, RetentionAction Action, IReadOnlyList<string> Reasons, EbsBackupError? Error = null)
{
    internal static RetentionResult Of(RetentionDecision decision, RetentionAction action, IReadOnlyList<string> reasons) =>
        new(decision.Snapshot.SnapshotId, decision.Snapshot.Volume, decision.Snapshot.Time, action, reasons);

    internal static RetentionResult OfNoSnapshot(EbsBackupError error) => new(default, default, default, RetentionAction.Skip, [], error);
}
