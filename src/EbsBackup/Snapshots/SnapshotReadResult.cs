using EbsBackup.Catalog;

namespace EbsBackup.Snapshots;

/// <summary>One snapshot found, or one thing that could not be read.</summary>
public sealed record SnapshotReadResult(SnapshotRecord? Snapshot, EbsBackupError? Error);
