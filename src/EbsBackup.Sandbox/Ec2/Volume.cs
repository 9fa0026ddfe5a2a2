using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>An EBS volume.</summary>
internal sealed class Volume(string id) : Ec2Resource(id)
{
    public override string ResourceType => "volume";

    public int Size { get; init; }

    public string VolumeType { get; init; } = "gp3";

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public string AvailabilityZone { get; init; } = "";

    public string SnapshotId { get; init; } = "";

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public Attachment? Attached { get; set; }

    /// <summary><c>creating</c>, <c>deleting</c>, <c>error</c> …: a state that it stays in.</summary>
    public string? FixedState { get; init; }

    public string State => FixedState ?? (Attached is null ? "available" : "in-use");

    /// <summary>EBS takes so many snapshots of the volume at once.</summary>
    public int ConcurrentSnapshots => VolumeType is "st1" or "sc1" ? 1 : 5;

    public Structure ToStructure() => new()
    {
        { "VolumeId", Id },
        { "Size", Size },
        { "VolumeType", VolumeType },
        { "Iops", Iops },
        { "Throughput", Throughput },
        { "AvailabilityZone", AvailabilityZone },
        { "SnapshotId", SnapshotId },
        { "State", State },
        { "CreateTime", CreateTime },
        { "Encrypted", Encrypted },
        { "KmsKeyId", KmsKeyId },
        { "MultiAttachEnabled", false },
        { "Attachments", Attached is null ? Array.Empty<object>() : new object[] { Attached.ToStructure(Id) } },
        { "Tags", Tags.ToStructures() },
    };
}
