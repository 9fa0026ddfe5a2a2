using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Amazon EC2, as far as snapshots of EBS volumes need it.</summary>
internal sealed class Ec2Service : ModelService
{
    public Ec2Service(Sandbox sandbox)
        : base(sandbox, "ec2", "ec2", Dialect.Ec2)
    {
        foreach (var group in (IEnumerable<(string, Func<OperationCall, Structure>)>[])
        [
            Snapshots.Operations, SnapshotCopies.Operations, SnapshotLocks.Operations, SnapshotSharing.Operations, FastRestores.Operations,
            Volumes.Operations, Attachments.Operations, Instances.Operations, Images.Operations, Tags.Operations, Places.Operations,
        ])
        {
            foreach (var (operation, handler) in group) On(operation, call => call.Input.Is("DryRun") ? throw DryRun() : handler(call));
        }
    }

    private static AwsErrorException DryRun() => new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
}
