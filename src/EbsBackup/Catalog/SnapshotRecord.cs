using System.Text.Json.Serialization;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>
/// What is known of one snapshot: the JSON object in S3, and what the cmdlets give out. The first six fields are the
/// original program's, under its names; a record of that program has only those.
/// </summary>
public sealed record SnapshotRecord
{
    public const int CurrentSchemaVersion = 1;

    public required SnapshotId SnapshotId { get; init; }

    /// <summary>The volume that it is a backup of.</summary>
    public required VolumeId VolumeId { get; init; }

    [JsonConverter(typeof(LenientTimeConverter))]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary><c>pending</c>, <c>completed</c>, <c>error</c>, <c>recoverable</c> or <c>recovering</c>.</summary>
    public string? State { get; init; }

    /// <summary>As AWS writes it: <c>42%</c>.</summary>
    public string? Progress { get; init; }

    /// <summary>GiB.</summary>
    public int? VolumeSize { get; init; }

    /// <summary>0 in the original program's records.</summary>
    public int SchemaVersion { get; init; }

    public AccountId? AccountId { get; init; }

    public RegionName? Region { get; init; }

    public PolicyName? Policy { get; init; }

    public Slot? Slot { get; init; }

    public string? Run { get; init; }

    /// <summary>The instance whose volumes were frozen together, at this slot.</summary>
    public InstanceId? BackupSet { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public string? StateMessage { get; init; }

    public string? Description { get; init; }

    public bool? Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The volume's type when it was frozen, for restoring: <c>gp3</c> …</summary>
    public string? VolumeType { get; init; }

    public int? Iops { get; init; }

    /// <summary>MiB/s.</summary>
    public int? Throughput { get; init; }

    public string? AvailabilityZone { get; init; }

    public InstanceId? InstanceId { get; init; }

    public string? Device { get; init; }
}
