using EbsBackup.Catalog;

namespace EbsBackup.PowerShell;

/// <summary>One backup of a volume: a snapshot with what its record in S3 holds.</summary>
/// <remarks>Ids are text here, so that JSON, CSV and comparisons in scripts need to know nothing of the library.</remarks>
public sealed record EbsBackupSnapshot
{
    internal EbsBackupSnapshot(SnapshotRecord record)
    {
        SnapshotId = record.SnapshotId.Value;
        VolumeId = record.VolumeId.Value;
        State = record.State;
        Progress = record.Progress;
        StartTime = record.StartTime;
        CompletionTime = record.CompletionTime;
        VolumeSize = record.VolumeSize;
        Policy = record.Policy?.Value;
        Slot = record.Slot?.Instant;
        BackupSet = record.BackupSet?.Value;
        InstanceId = record.InstanceId?.Value;
        Device = record.Device;
        AccountId = record.AccountId?.Value;
        Region = record.Region?.Value;
        AvailabilityZone = record.AvailabilityZone;
        VolumeType = record.VolumeType;
        Iops = record.Iops;
        Throughput = record.Throughput;
        Encrypted = record.Encrypted;
        KmsKeyId = record.KmsKeyId;
        Description = record.Description;
        StateMessage = record.StateMessage;
        Run = record.Run;
        Tags = record.Tags;
    }

    public string SnapshotId { get; }

    public string VolumeId { get; }

    /// <summary>pending, completed, error, recoverable or recovering; only completed is a backup.</summary>
    public string? State { get; }

    /// <summary>As AWS writes it: 42%.</summary>
    public string? Progress { get; }

    public DateTimeOffset? StartTime { get; }

    public DateTimeOffset? CompletionTime { get; }

    /// <summary>The volume's size in GiB.</summary>
    public int? VolumeSize { get; }

    public string? Policy { get; }

    /// <summary>The scheduled instant that the backup belongs to.</summary>
    public DateTimeOffset? Slot { get; }

    /// <summary>The instance whose volumes were frozen together with this one.</summary>
    public string? BackupSet { get; }

    public string? InstanceId { get; }

    public string? Device { get; }

    public string? AccountId { get; }

    public string? Region { get; }

    public string? AvailabilityZone { get; }

    public string? VolumeType { get; }

    public int? Iops { get; }

    /// <summary>MiB/s.</summary>
    public int? Throughput { get; }

    public bool? Encrypted { get; }

    public string? KmsKeyId { get; }

    public string? Description { get; }

    public string? StateMessage { get; }

    /// <summary>The run that took it.</summary>
    public string? Run { get; }

    public IReadOnlyDictionary<string, string>? Tags { get; }
}
