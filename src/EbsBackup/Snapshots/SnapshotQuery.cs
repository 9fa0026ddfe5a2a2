using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>Which of our snapshots to show; what is left empty does not narrow.</summary>
public sealed record SnapshotQuery
{
    public IReadOnlyList<VolumeId> VolumeIds { get; init; } = [];

    public IReadOnlyList<SnapshotId> SnapshotIds { get; init; } = [];

    public PolicyName? Policy { get; init; }

    /// <summary>Answer from the records in S3; null to ask EC2.</summary>
    public CatalogLocation? Catalog { get; init; }
}
