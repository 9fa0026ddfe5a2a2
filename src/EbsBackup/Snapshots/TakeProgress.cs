using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>How far one pending snapshot is.</summary>
public sealed record TakeProgress(SnapshotId SnapshotId, VolumeId VolumeId, int PercentDone);
