using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>An AMI. Its snapshots cannot be deleted while it is registered, disabled or not.</summary>
internal sealed class Image(string id, string name, string ownerId) : Ec2Resource(id)
{
    public override string ResourceType => "image";

    public string Name { get; } = name;

    public string OwnerId { get; } = ownerId;

    public string Description { get; init; } = "";

    public string Architecture { get; init; } = "x86_64";

    public string RootDeviceName { get; init; } = "/dev/xvda";

    public DateTimeOffset CreationDate { get; init; }

    public bool Disabled { get; set; }

    /// <summary>As they were given.</summary>
    public IReadOnlyList<Structure> BlockDeviceMappings { get; init; } = [];

    public IEnumerable<string> SnapshotIds => BlockDeviceMappings.Select(m => m.Structured("Ebs")?.Text("SnapshotId")).OfType<string>();

    public Structure ToStructure() => new()
    {
        { "ImageId", Id },
        { "Name", Name },
        { "OwnerId", OwnerId },
        { "Description", Description },
        { "State", Disabled ? "disabled" : "available" },
        { "CreationDate", Scalars.Iso(CreationDate) },
        { "Public", false },
        { "Architecture", Architecture },
        { "ImageType", "machine" },
        { "RootDeviceName", RootDeviceName },
        { "RootDeviceType", "ebs" },
        { "VirtualizationType", "hvm" },
        { "BlockDeviceMappings", BlockDeviceMappings },
        { "Tags", Tags.ToStructures() },
    };
}
