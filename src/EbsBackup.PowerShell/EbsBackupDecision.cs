using EbsBackup.Retention;

namespace EbsBackup.PowerShell;

/// <summary>What becomes, or became, of one snapshot, and why.</summary>
public sealed record EbsBackupDecision
{
    internal EbsBackupDecision(RetentionDecision decision, DateTimeOffset now)
        : this(decision.Action, decision.Snapshot.SnapshotId.Value, decision.Snapshot.Volume.Value, decision.Snapshot.Time, now, decision.Reasons)
    {
    }

    internal EbsBackupDecision(RetentionResult result, DateTimeOffset now)
        : this(result.Action, result.SnapshotId.Value, result.VolumeId.Value, result.Time, now, result.Reasons)
    {
    }

    private EbsBackupDecision(RetentionAction action, string snapshotId, string volumeId, DateTimeOffset time, DateTimeOffset now, IReadOnlyList<string> reasons) =>
        (Action, SnapshotId, VolumeId, Time, Age, Reasons) = (action, snapshotId, volumeId, time, now - time, reasons);

    /// <summary>Keep, Delete, or Skip: no rule keeps it, but it must not or cannot go now.</summary>
    public RetentionAction Action { get; }

    public string SnapshotId { get; }

    public string VolumeId { get; }

    /// <summary>When the snapshot was taken.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>At the instant that the decision was made.</summary>
    public TimeSpan Age { get; }

    public IReadOnlyList<string> Reasons { get; }
}
