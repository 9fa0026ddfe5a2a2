using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>All that a repair is decided from: what EC2 shows and what the bucket holds of one account and Region.</summary>
/// <param name="Snapshots">Those with a policy tag, and any that a record names.</param>
/// <param name="Gone">Those that a record or a mark names and EC2, asked by id, does not know.</param>
/// <param name="Errors">What could not be looked at.</param>
internal sealed record CatalogEvidence(
    AccountId AccountId,
    RegionName Region,
    DateTimeOffset Now,
    IReadOnlyDictionary<SnapshotId, SnapshotRecord> Snapshots,
    ISet<SnapshotId> Gone,
    IReadOnlyList<FoundRecord> Records,
    IReadOnlyList<FoundIntent> Intents,
    IReadOnlyList<FoundMark> Marks,
    IReadOnlyList<EbsBackupError> Errors);

/// <param name="IsOriginal">It lies where the original program put it, which names neither account nor Region.</param>
/// <param name="Record">Null when the object is no record.</param>
internal sealed record FoundRecord(string Key, SnapshotId SnapshotId, bool IsOriginal, DateTimeOffset? Written, string ETag, SnapshotRecord? Record);

internal sealed record FoundIntent(string Key, PolicyName Policy, VolumeId Volume, Slot Slot, DateTimeOffset Since, string ETag);

/// <param name="Records">The record's key by the snapshot's id.</param>
internal sealed record FoundMark(string Key, PolicyName Policy, IReadOnlyDictionary<SnapshotId, string> Records);
