using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>AMIs registered, listed, disabled and deregistered.</summary>
internal static class Images
{
    private static readonly string[] Filterable =
    [
        "architecture", "block-device-mapping.snapshot-id", "creation-date", "description", "image-id", "is-public", "name", "owner-id", "root-device-name", "root-device-type", "state",
    ];

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("RegisterImage", RegisterImage), ("DescribeImages", DescribeImages), ("DeregisterImage", DeregisterImage),
        ("DisableImage", call => Switch(call, disabled: true)), ("EnableImage", call => Switch(call, disabled: false)),
    ];

    private static Structure RegisterImage(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var name = call.Input.Required("Name");
        if (ec2.Images.Any(i => i.Name == name)) throw new AwsErrorException("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {ec2.Images.First(i => i.Name == name).Id}");
        var mappings = call.Input.Structures("BlockDeviceMappings").ToList();
        foreach (var id in mappings.Select(m => m.Structured("Ebs")?.Text("SnapshotId")).OfType<string>())
        {
            var snapshot = Snapshots.Usable(call, call.RegionName, Ids.Check("snap", id)) ?? throw Ids.Missing("snap", id);
            if (snapshot.State(call.Now) != "completed") throw new AwsErrorException("InvalidSnapshot.NotFound", $"The snapshot '{id}' is not completed.");
        }

        var image = new Image(call.State.Ids.Resource("ami"), name, call.Caller.AccountId)
        {
            Description = call.Input.Text("Description") ?? "",
            Architecture = call.Input.Text("Architecture") ?? "i386",
            RootDeviceName = call.Input.Text("RootDeviceName") ?? "/dev/sda1",
            CreationDate = call.Now,
            BlockDeviceMappings = mappings,
        };
        ec2.Add(NewResource.Born(call, image, NewResource.Tags(call, "image", "snapshot")));
        return new() { { "ImageId", image.Id } };
    }

    private static Structure DescribeImages(OperationCall call)
    {
        var filters = new Filters<Image>(call, Filterable, ValuesOf);
        var owners = call.Input.Texts("Owners").Select(o => o == "self" ? call.Caller.AccountId : o).ToHashSet();
        var ids = call.Input.Texts("ImageIds");
        var found = Describe.Select(call, call.Region.Ec2.Images, "ami", ids, filters, i =>
            (owners.Count == 0 || owners.Contains(i.OwnerId)) && (!i.Disabled || ids.Count > 0 || call.Input.Is("IncludeDisabled")));
        return Paging.Page(call, "Images", found, i => i.ToStructure(), least: 1);
    }

    private static Structure DeregisterImage(OperationCall call)
    {
        call.Region.Ec2.Remove(Own(call));
        return new() { { "Return", true } };
    }

    private static Structure Switch(OperationCall call, bool disabled)
    {
        Own(call).Disabled = disabled;
        return new() { { "Return", true } };
    }

    private static Image Own(OperationCall call)
    {
        var id = Ids.Check("ami", call.Input.Required("ImageId"));
        call.About(id);
        return call.Region.Ec2.Images.Find(id) ?? throw Ids.Missing("ami", id);
    }

    private static string[]? ValuesOf(Image i, string name) => name switch
    {
        "image-id" => [i.Id],
        "name" => [i.Name],
        "state" => [i.Disabled ? "disabled" : "available"],
        "owner-id" => [i.OwnerId],
        "description" => [i.Description],
        "architecture" => [i.Architecture],
        "creation-date" => [Scalars.Iso(i.CreationDate)],
        "is-public" => ["false"],
        "root-device-name" => [i.RootDeviceName],
        "root-device-type" => ["ebs"],
        "block-device-mapping.snapshot-id" => [.. i.SnapshotIds],
        _ => null,
    };
}
