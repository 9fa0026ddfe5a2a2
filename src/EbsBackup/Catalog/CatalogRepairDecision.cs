using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>What happens to one object of the catalogue, and why.</summary>
/// <param name="Key">The object's key; for an adoption, that of the record to be.</param>
/// <param name="Policy">Whose lease keeps others away meanwhile; null when the object names none.</param>
public sealed record CatalogRepairDecision(
    CatalogRepairAction Action, string Key, SnapshotId? SnapshotId, VolumeId? VolumeId, PolicyName? Policy, string Reason)
{
    /// <summary>It is about an original record whose snapshot is not in this account and Region.</summary>
    internal bool IsElsewhere => Action == CatalogRepairAction.Skip && Reason == SR.Repair_OriginalElsewhere;

    /// <summary>What is to be written.</summary>
    internal SnapshotRecord? Record { get; init; }

    /// <summary>What is rewritten or finished only if it is still this; null to write only if there is nothing.</summary>
    internal string? ETag { get; init; }

    /// <summary>What the snapshot's tags lack, set before its record is written.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The original program's object, removed once its record is ours.</summary>
    internal string? Replaces { get; init; }

    /// <summary>The keys of decisions that must have succeeded before this one.</summary>
    internal IReadOnlyList<string> After { get; init; } = [];
}
