using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.PowerShell;

/// <summary>Whether one volume would be taken, and why.</summary>
public sealed record EbsBackupSelection
{
    internal EbsBackupSelection(TakePlan plan, VolumeChoice choice, TakeItem? item)
    {
        Action = item?.Action.ToString() ?? "Skip";
        VolumeId = choice.Volume.VolumeId.Value;
        InstanceId = choice.Volume.InstanceId?.Value;
        Device = choice.Volume.Device;
        VolumeSize = choice.Volume.SizeGiB;
        AccountId = plan.AccountId.Value;
        Region = plan.Region.Value;
        SnapshotId = item?.Existing?.SnapshotId.Value;
        Slot = plan.Slot.Instant;
        Reason = choice.Reason;
    }

    /// <summary>Create; Adopt: the slot has its snapshot already; or Skip: the volume is left out.</summary>
    public string Action { get; }

    public string VolumeId { get; }

    public string? InstanceId { get; }

    public string? Device { get; }

    /// <summary>GiB.</summary>
    public int? VolumeSize { get; }

    public string AccountId { get; }

    public string Region { get; }

    /// <summary>The snapshot that would be adopted.</summary>
    public string? SnapshotId { get; }

    /// <summary>The instant that the backup would belong to.</summary>
    public DateTimeOffset Slot { get; }

    public string Reason { get; }
}
