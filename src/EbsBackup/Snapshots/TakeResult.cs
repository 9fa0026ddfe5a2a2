using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>What became of one volume.</summary>
/// <param name="VolumeId">Null when the error is about something that was named and is not there.</param>
/// <param name="Snapshot">The backup, when there is one; an error beside it says what is still missing.</param>
public sealed record TakeResult(VolumeId? VolumeId, TakeAction Action, SnapshotRecord? Snapshot, EbsBackupError? Error);
