namespace EbsBackup.Selection;

/// <summary>A volume to back up, with what a restore would need to know of it.</summary>
/// <param name="BackupSet">The instance whose volumes are frozen together with this one; null when it goes alone.</param>
/// <param name="SizeGiB">GiB.</param>
/// <param name="Throughput">MiB/s.</param>
/// <param name="IsBoot">It is its instance's root volume, as far as the selection looked at the instance.</param>
public sealed record SelectedVolume(
    VolumeId VolumeId,
    InstanceId? BackupSet,
    int? SizeGiB,
    string? VolumeType,
    int? Iops,
    int? Throughput,
    string? AvailabilityZone,
    InstanceId? InstanceId,
    string? Device,
    bool IsBoot,
    IReadOnlyDictionary<string, string> Tags);
