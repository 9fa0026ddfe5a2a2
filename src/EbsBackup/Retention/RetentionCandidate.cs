using EbsBackup.Selection;

namespace EbsBackup.Retention;

/// <summary>What retention needs to know of one of our own snapshots.</summary>
/// <param name="Volume">The volume it is a backup of, by its tag: a copy carries another volume id.</param>
/// <param name="Time">When its data was frozen.</param>
/// <param name="Held">It carries the hold tag.</param>
public sealed record RetentionCandidate(SnapshotId SnapshotId, VolumeId Volume, DateTimeOffset Time, BackupState State, bool Held = false);
