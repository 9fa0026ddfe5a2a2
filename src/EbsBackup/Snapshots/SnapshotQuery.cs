using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>Which of our snapshots to show; what is left empty does not narrow.</summary>
public sealed record SnapshotQuery
{
    public IReadOnlyList<VolumeId> VolumeIds { get; init; } = [];

    public IReadOnlyList<SnapshotId> SnapshotIds { get; init; } = [];

    /// <summary>Volumes that were attached to these when they were frozen. Records know it; EC2 knows it of volumes frozen together alone.</summary>
    public IReadOnlyList<InstanceId> InstanceIds { get; init; } = [];

    /// <summary>Taken at this instant or later.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Taken before this instant.</summary>
    public DateTimeOffset? Before { get; init; }

    public PolicyName? Policy { get; init; }

    /// <summary>Answer from the records in S3; null to ask EC2.</summary>
    public CatalogLocation? Catalog { get; init; }
}
