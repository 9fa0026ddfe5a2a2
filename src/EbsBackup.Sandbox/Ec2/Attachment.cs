using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>A volume on an instance.</summary>
internal sealed record Attachment(string InstanceId, string Device, DateTimeOffset AttachTime, bool DeleteOnTermination)
{
    public Structure ToStructure(string volumeId, string state = "attached") => new()
    {
        { "VolumeId", volumeId },
        { "InstanceId", InstanceId },
        { "Device", Device },
        { "State", state },
        { "AttachTime", AttachTime },
        { "DeleteOnTermination", DeleteOnTermination },
    };
}
