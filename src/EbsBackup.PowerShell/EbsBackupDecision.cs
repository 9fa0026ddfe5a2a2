using EbsBackup.Retention;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell;

/// <summary>What becomes, or became, of one snapshot, and why.</summary>
public sealed record EbsBackupDecision
{
    internal EbsBackupDecision(RetentionDecision decision, FleetPlace place, DateTimeOffset now)
        : this(decision.Action, decision.Snapshot.SnapshotId.Value, decision.Snapshot.Volume.Value, decision.Snapshot.Time, place, now, decision.Reasons)
    {
    }

    internal EbsBackupDecision(RetentionResult result, FleetPlace place, DateTimeOffset now)
        : this(result.Action, result.SnapshotId.Value, result.VolumeId.Value, result.Time, place, now, result.Reasons)
    {
    }

    private EbsBackupDecision(
        RetentionAction action, string snapshotId, string volumeId, DateTimeOffset time, FleetPlace place, DateTimeOffset now, IReadOnlyList<string> reasons) =>
        (Action, SnapshotId, VolumeId, AccountId, Region, Time, Age, Reasons) =
        (action, snapshotId, volumeId, place.AccountId.Value, place.Region.Value, time, now - time, reasons);

    /// <summary>Keep, Delete, or Skip: no rule keeps it, but it must not or cannot go now.</summary>
    public RetentionAction Action { get; }

    public string SnapshotId { get; }

    public string VolumeId { get; }

    public string AccountId { get; }

    public string Region { get; }

    /// <summary>When the snapshot was taken.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>At the instant that the decision was made.</summary>
    public TimeSpan Age { get; }

    public IReadOnlyList<string> Reasons { get; }
}
