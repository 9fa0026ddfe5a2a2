using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>How far one pending snapshot is.</summary>
/// <param name="Remaining">An estimate at the speed so far; null before there is a speed.</param>
public sealed record TakeProgress(SnapshotId SnapshotId, VolumeId VolumeId, int PercentDone, TimeSpan? Remaining = null);
