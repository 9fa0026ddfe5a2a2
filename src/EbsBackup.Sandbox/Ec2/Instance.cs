using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>An EC2 instance, as far as backups look at one. Which volumes it has is for the volumes to say.</summary>
internal sealed class Instance(string id, string reservationId, string ownerId) : Ec2Resource(id)
{
    public override string ResourceType => "instance";

    public string ReservationId { get; } = reservationId;

    public string OwnerId { get; } = ownerId;

    public string ImageId { get; init; } = "";

    public string InstanceType { get; init; } = "t3.micro";

    public string AvailabilityZone { get; init; } = "";

    public DateTimeOffset LaunchTime { get; init; }

    public string RootDeviceName { get; init; } = "/dev/xvda";

    public string State { get; set; } = "running";

    public static Structure StateOf(string name) => new()
    {
        { "Code", name switch { "pending" => 0, "running" => 16, "shutting-down" => 32, "terminated" => 48, "stopping" => 64, _ => 80 } },
        { "Name", name },
    };

    public Structure ToStructure(IEnumerable<Volume> volumes) => new()
    {
        { "InstanceId", Id },
        { "ImageId", ImageId },
        { "InstanceType", InstanceType },
        { "State", StateOf(State) },
        { "LaunchTime", LaunchTime },
        { "Placement", new Structure { { "AvailabilityZone", AvailabilityZone }, { "Tenancy", "default" } } },
        { "RootDeviceName", RootDeviceName },
        { "RootDeviceType", "ebs" },
        { "Architecture", "x86_64" },
        { "BlockDeviceMappings", volumes.Select(Mapping).ToList() },
        { "Tags", Tags.ToStructures() },
    };

    private static object Mapping(Volume volume) => new Structure
    {
        { "DeviceName", volume.Attached!.Device },
        {
            "Ebs", new Structure
            {
                { "VolumeId", volume.Id },
                { "Status", "attached" },
                { "AttachTime", volume.Attached.AttachTime },
                { "DeleteOnTermination", volume.Attached.DeleteOnTermination },
            }
        },
    };
}
