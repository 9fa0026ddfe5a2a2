using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Retention;

/// <summary>Which of a policy's snapshots may go, and by what rules.</summary>
public sealed record RetentionRequest
{
    public RetentionRules Rules { get; init; } = RetentionRules.Default;

    public PolicyName Policy { get; init; } = PolicyName.Default;

    /// <summary>Only these volumes' snapshots; empty for all, volumes that no longer exist included.</summary>
    public IReadOnlyList<VolumeId> VolumeIds { get; init; } = [];

    /// <summary>Where the records lie; null when there are none.</summary>
    public CatalogLocation? Catalog { get; init; }

    /// <summary>A person has agreed to lose more than half of a volume's backups at once.</summary>
    public bool AcceptLargeDeletion { get; init; }
}
