using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>A policy: its name, what it backs up, where, where the records go, and what it keeps.</summary>
public sealed record BackupPolicy
{
    public PolicyName Name { get; init; } = PolicyName.Default;

    /// <summary>The volumes to back up; null in a policy that says only what to keep, which cannot be run.</summary>
    public VolumeSelector? Selection { get; init; }

    /// <summary>The Regions to work in; empty for the session's own.</summary>
    public IReadOnlyList<RegionName> Regions { get; init; } = [];

    /// <summary>Where records go; null for tags alone: no record, no lease.</summary>
    public CatalogLocation? Catalog { get; init; }

    public RetentionRules Retention { get; init; } = RetentionRules.Default;
}
