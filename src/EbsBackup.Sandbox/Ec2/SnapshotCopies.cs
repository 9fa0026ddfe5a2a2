using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Copies of snapshots into the Region that is asked.</summary>
internal static class SnapshotCopies
{
    /// <summary>What AWS writes as the volume of a copy: it names none.</summary>
    private const string NoVolume = "vol-ffffffff";

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations => [("CopySnapshot", CopySnapshot)];

    private static Structure CopySnapshot(OperationCall call)
    {
        var id = Ids.Check("snap", call.Input.Required("SourceSnapshotId"));
        var from = call.Input.Required("SourceRegion");
        if (!Places.IsRegion(from)) throw new AwsErrorException("InvalidParameterValue", $"Value ({from}) for parameter sourceRegion is invalid.");
        var source = Snapshots.Usable(call, from, id) ?? throw Ids.Missing("snap", id);
        if (source.State(call.Now) != "completed")
            throw new AwsErrorException("IncorrectState", $"Snapshot is in invalid state - {source.State(call.Now)}");

        var ec2 = call.Region.Ec2;
        if (call.Sandbox.Options.SnapshotLimits && ec2.SnapshotsOf(NoVolume).Count(s => s.State(call.Now) == "pending") >= 20)
            throw new AwsErrorException("ResourceLimitExceeded", "Too many snapshot copies in progress. The limit is 20 for this destination region.");

        var tags = NewResource.Tags(call, "snapshot");
        var encrypted = source.Encrypted || call.Input.Is("Encrypted");
        var copy = new Snapshot(call.State.Ids.Resource("snap"), NoVolume, call.Caller.AccountId)
        {
            StartTime = call.Now,
            EndsAt = call.Now + call.Sandbox.Options.SnapshotDuration,
            Description = call.Input.Text("Description") ?? $"[Copied {id} from {from}]",
            VolumeSize = source.VolumeSize,
            Encrypted = encrypted,
            KmsKeyId = !encrypted ? null : call.Input.Text("KmsKeyId") ?? $"arn:aws:kms:{call.RegionName}:{call.Caller.AccountId}:alias/aws/ebs",
        };
        ec2.Add(NewResource.Born(call, copy, tags));
        return new() { { "SnapshotId", copy.Id }, { "Tags", copy.Tags.ToStructures() } };
    }
}
