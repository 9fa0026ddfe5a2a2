using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>What to back up, and how.</summary>
public sealed record TakeRequest
{
    public required VolumeSelector Volumes { get; init; }

    public PolicyName Policy { get; init; } = PolicyName.Default;

    /// <summary>The scheduled instant that the backups belong to; null for now.</summary>
    public Slot? Slot { get; init; }

    /// <summary>A template with {policy}, {slot}, {run}, {volume}, {instance}, {device} and {name}; null for one that names policy and slot. Cut at 255 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Tags beside our own and the volume's.</summary>
    public IReadOnlyDictionary<string, string> SnapshotTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Where records go; null for tags alone: no record, no lease.</summary>
    public CatalogLocation? Catalog { get; init; }

    /// <summary>Results come when the snapshots have completed or failed, not when they have begun.</summary>
    public bool Wait { get; init; }

    /// <summary>
    /// How long a volume is waited for that has as many snapshots in progress as EBS allows: five, or one of st1 and sc1.
    /// It is counted from when the other volumes are done.
    /// </summary>
    public TimeSpan PendingTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Hears of each pending snapshot while waiting for it to complete.</summary>
    public IProgress<TakeProgress>? Progress { get; init; }
}
