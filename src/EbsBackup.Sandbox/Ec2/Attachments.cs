using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Volumes put on instances and taken off.</summary>
internal static class Attachments
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations => [("AttachVolume", AttachVolume), ("DetachVolume", DetachVolume)];

    private static Structure AttachVolume(OperationCall call)
    {
        var volume = Volumes.Own(call);
        var id = Ids.Check("i", call.Input.Required("InstanceId"));
        var device = call.Input.Required("Device");
        var ec2 = call.Region.Ec2;
        var instance = ec2.Instances.Find(id) ?? throw Ids.Missing("i", id);
        if (volume.Attached is not null) throw new AwsErrorException("VolumeInUse", $"{volume.Id} is already attached to an instance");
        if (instance.State is not ("running" or "stopped")) throw new AwsErrorException("IncorrectInstanceState", $"The instance '{id}' is not 'running' or 'stopped'.");
        if (volume.AvailabilityZone != instance.AvailabilityZone) throw new AwsErrorException("InvalidVolume.ZoneMismatch", $"The volume '{volume.Id}' is not in the same availability zone as instance '{id}'");
        if (ec2.VolumesOf(id).Any(v => v.Attached!.Device == device)) throw new AwsErrorException("InvalidParameterValue", $"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");

        volume.Attached = new(id, device, call.Now, DeleteOnTermination: false);
        return volume.Attached.ToStructure(volume.Id);
    }

    private static Structure DetachVolume(OperationCall call)
    {
        var volume = Volumes.Own(call);
        var (instance, device) = (call.Input.Text("InstanceId"), call.Input.Text("Device"));
        if (volume.Attached is not { } attached || (instance is not null && instance != attached.InstanceId) || (device is not null && device != attached.Device))
            throw new AwsErrorException("IncorrectState", $"Volume '{volume.Id}' is in the 'available' state.");
        volume.Attached = null;
        return attached.ToStructure(volume.Id, "detached");
    }
}
