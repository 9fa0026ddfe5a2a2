using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Instances started, listed and terminated: at once, without a life in between.</summary>
internal static class Instances
{
    private static readonly string[] Filterable =
    [
        "architecture", "availability-zone", "block-device-mapping.device-name", "block-device-mapping.volume-id", "image-id", "instance-id",
        "instance-state-code", "instance-state-name", "instance-type", "launch-time", "owner-id", "reservation-id", "root-device-name", "root-device-type",
    ];

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("DescribeInstances", DescribeInstances), ("RunInstances", RunInstances), ("TerminateInstances", TerminateInstances),
    ];

    private static Structure DescribeInstances(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var filters = new Filters<Instance>(call, Filterable, (i, name) => ValuesOf(ec2, i, name));
        var found = Describe.Select(call, ec2.Instances, "i", call.Input.Texts("InstanceIds"), filters);
        return Paging.Page(call, "Reservations", found, i => Reservation(ec2, i.ReservationId, i.OwnerId, [i]));
    }

    private static Structure RunInstances(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var imageId = Ids.Check("ami", call.Input.Text("ImageId") ?? throw new AwsErrorException("MissingParameter", "The request must contain the parameter ImageId"));
        var image = ec2.Images.Find(imageId);
        if (image?.Disabled == true) throw new AwsErrorException("InvalidAMIID.Unavailable", $"The image ID '{imageId}' is not available");
        var (tags, volumeTags) = (NewResource.Tags(call, "instance", "volume"), NewResource.Tags(call, "volume", "instance"));
        var zone = call.Input.Structured("Placement")?.Text("AvailabilityZone") ?? Places.ZonesOf(call.RegionName)[0];
        var root = image?.RootDeviceName ?? "/dev/xvda";
        var reservation = call.State.Ids.Resource("r");
        var started = new List<Instance>();
        for (var n = 0; n < call.Input.Integer("MaxCount"); n++)
        {
            var instance = new Instance(call.State.Ids.Resource("i"), reservation, call.Caller.AccountId)
            {
                ImageId = imageId,
                InstanceType = call.Input.Text("InstanceType") ?? "m1.small",
                AvailabilityZone = zone,
                LaunchTime = call.Now,
                RootDeviceName = root,
            };
            ec2.Instances.Add(instance.Id, NewResource.Born(call, instance, tags));
            started.Add(instance);
            foreach (var (device, ebs) in Mappings(call, image, root))
            {
                var volume = new Volume(call.State.Ids.Resource("vol"))
                {
                    Size = ebs?.Integer("VolumeSize") ?? 8,
                    VolumeType = ebs?.Text("VolumeType") ?? "gp3",
                    SnapshotId = ebs?.Text("SnapshotId") ?? "",
                    Encrypted = ebs?.Is("Encrypted") == true,
                    AvailabilityZone = zone,
                    CreateTime = call.Now,
                    Attached = new(instance.Id, device, call.Now, ebs?.Boolean("DeleteOnTermination") ?? device == root),
                };
                ec2.Volumes.Add(volume.Id, NewResource.Born(call, volume, volumeTags));
            }
        }

        return Reservation(ec2, reservation, call.Caller.AccountId, started);
    }

    private static Structure TerminateInstances(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var chosen = call.Input.Texts("InstanceIds").Select(id => ec2.Instances.Find(Ids.Check("i", id)) ?? throw Ids.Missing("i", id)).ToList();
        return new()
        {
            {
                "TerminatingInstances", chosen.ConvertAll(object (instance) =>
                {
                    var before = instance.State;
                    instance.State = "terminated";
                    foreach (var volume in ec2.VolumesOf(instance.Id).ToList())
                    {
                        if (volume.Attached!.DeleteOnTermination) ec2.Volumes.Remove(volume.Id);
                        volume.Attached = null;
                    }

                    return new Structure { { "InstanceId", instance.Id }, { "PreviousState", Instance.StateOf(before) }, { "CurrentState", Instance.StateOf("terminated") } };
                })
            },
        };
    }

    private static Structure Reservation(Ec2Region ec2, string id, string ownerId, IEnumerable<Instance> instances) => new()
    {
        { "ReservationId", id },
        { "OwnerId", ownerId },
        { "Groups", Array.Empty<object>() },
        { "Instances", instances.Select(object (i) => i.ToStructure(ec2.VolumesOf(i.Id))).ToList() },
    };

    // The request's mappings go over the image's, device by device.
    private static Dictionary<string, Structure?> Mappings(OperationCall call, Image? image, string root)
    {
        var mappings = new Dictionary<string, Structure?>(StringComparer.Ordinal) { [root] = null };
        foreach (var mapping in (image?.BlockDeviceMappings ?? []).Concat(call.Input.Structures("BlockDeviceMappings")))
        {
            if (mapping.Text("DeviceName") is { } device) mappings[device] = mapping.Structured("Ebs");
        }

        return mappings;
    }

    private static string[]? ValuesOf(Ec2Region ec2, Instance i, string name) => name switch
    {
        "instance-id" => [i.Id],
        "instance-state-name" => [i.State],
        "instance-state-code" => [Scalars.Format(Instance.StateOf(i.State)["Code"]!)],
        "instance-type" => [i.InstanceType],
        "image-id" => [i.ImageId],
        "availability-zone" => [i.AvailabilityZone],
        "launch-time" => [Scalars.Iso(i.LaunchTime)],
        "owner-id" => [i.OwnerId],
        "reservation-id" => [i.ReservationId],
        "root-device-name" => [i.RootDeviceName],
        "root-device-type" => ["ebs"],
        "architecture" => ["x86_64"],
        "block-device-mapping.volume-id" => [.. ec2.VolumesOf(i.Id).Select(v => v.Id)],
        "block-device-mapping.device-name" => [.. ec2.VolumesOf(i.Id).Select(v => v.Attached!.Device)],
        _ => null,
    };
}
