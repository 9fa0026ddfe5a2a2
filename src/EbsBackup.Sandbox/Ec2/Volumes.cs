using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Volumes made, listed and deleted.</summary>
internal static class Volumes
{
    private static readonly string[] Filterable =
    [
        "attachment.attach-time", "attachment.delete-on-termination", "attachment.device", "attachment.instance-id", "attachment.status",
        "availability-zone", "create-time", "encrypted", "size", "snapshot-id", "status", "volume-id", "volume-type",
    ];

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("CreateVolume", CreateVolume), ("DescribeVolumes", DescribeVolumes), ("DeleteVolume", DeleteVolume),
    ];

    public static Volume Own(OperationCall call)
    {
        var id = Ids.Check("vol", call.Input.Required("VolumeId"));
        call.About(id);
        return call.Region.Ec2.Volumes.Find(id) ?? throw Ids.Missing("vol", id);
    }

    private static Structure CreateVolume(OperationCall call)
    {
        var zone = call.Input.Text("AvailabilityZone") ?? throw new AwsErrorException("MissingParameter", "The request must contain the parameter zone");
        if (!Places.ZonesOf(call.RegionName).Contains(zone)) throw new AwsErrorException("InvalidZone.NotFound", $"The zone '{zone}' does not exist.");

        Snapshot? source = null;
        if (call.Input.Text("SnapshotId") is { Length: > 0 } from)
        {
            source = Snapshots.Usable(call, call.RegionName, Ids.Check("snap", from)) ?? throw Ids.Missing("snap", from);
            if (source.State(call.Now) != "completed") throw new AwsErrorException("IncorrectState", $"Snapshot '{from}' is not completed.");
        }

        var size = call.Input.Integer("Size") ?? source?.VolumeSize ?? throw new AwsErrorException("MissingParameter", "The request must contain the parameter size/snapshot");
        if (size < source?.VolumeSize) throw new AwsErrorException("InvalidParameterValue", $"The size of a volume cannot be smaller than the snapshot: {source.VolumeSize}");
        if (size is < 1 or > 65536) throw new AwsErrorException("InvalidParameterValue", $"Volume of {size}GiB is outside the limits of 1GiB to 65536GiB.");

        var type = call.Input.Text("VolumeType") ?? "gp2";
        var volume = new Volume(call.State.Ids.Resource("vol"))
        {
            Size = size,
            VolumeType = type,
            Iops = call.Input.Integer("Iops") ?? (type == "gp3" ? 3000 : type == "gp2" ? Math.Clamp(size * 3, 100, 16000) : null),
            Throughput = call.Input.Integer("Throughput") ?? (type == "gp3" ? 125 : null),
            AvailabilityZone = zone,
            SnapshotId = source?.Id ?? "",
            Encrypted = source?.Encrypted == true || call.Input.Is("Encrypted"),
            KmsKeyId = call.Input.Text("KmsKeyId") ?? source?.KmsKeyId,
            CreateTime = call.Now,
        };
        call.Region.Ec2.Volumes.Add(volume.Id, NewResource.Born(call, volume, NewResource.Tags(call, "volume")));
        return volume.ToStructure();
    }

    private static Structure DescribeVolumes(OperationCall call)
    {
        var filters = new Filters<Volume>(call, Filterable, ValuesOf);
        return Paging.Page(call, "Volumes", Describe.Select(call, call.Region.Ec2.Volumes, "vol", call.Input.Texts("VolumeIds"), filters), v => v.ToStructure());
    }

    private static Structure DeleteVolume(OperationCall call)
    {
        var volume = Own(call);
        if (volume.Attached is { } attached) throw new AwsErrorException("VolumeInUse", $"Volume {volume.Id} is currently attached to {attached.InstanceId}");
        call.Region.Ec2.Volumes.Remove(volume.Id);
        return [];
    }

    private static string[]? ValuesOf(Volume v, string name) => name switch
    {
        "volume-id" => [v.Id],
        "status" => [v.State],
        "size" => [Scalars.Format(v.Size)],
        "snapshot-id" => [v.SnapshotId],
        "volume-type" => [v.VolumeType],
        "availability-zone" => [v.AvailabilityZone],
        "encrypted" => [v.Encrypted ? "true" : "false"],
        "create-time" => [Scalars.Iso(v.CreateTime)],
        _ when v.Attached is null => null,
        "attachment.instance-id" => [v.Attached.InstanceId],
        "attachment.device" => [v.Attached.Device],
        "attachment.status" => ["attached"],
        "attachment.attach-time" => [Scalars.Iso(v.Attached.AttachTime)],
        "attachment.delete-on-termination" => [v.Attached.DeleteOnTermination ? "true" : "false"],
        _ => null,
    };
}
