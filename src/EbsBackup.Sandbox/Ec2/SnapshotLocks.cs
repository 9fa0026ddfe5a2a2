using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Snapshot locks.</summary>
internal static class SnapshotLocks
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("LockSnapshot", LockSnapshot), ("UnlockSnapshot", UnlockSnapshot), ("DescribeLockedSnapshots", DescribeLockedSnapshots),
    ];

    private static Structure LockSnapshot(OperationCall call)
    {
        var snapshot = Snapshots.Own(call);
        var mode = call.Input.Required("LockMode");
        var (days, until) = (call.Input.Integer("LockDuration"), call.Input.Time("ExpirationDate"));
        if (days is null == until is null)
            throw new AwsErrorException("InvalidParameterCombination", "Specify either LockDuration or ExpirationDate.");
        if (mode == "governance" && call.Input.Has("CoolOffPeriod"))
            throw new AwsErrorException("InvalidParameterCombination", "CoolOffPeriod can't be used with governance mode.");
        if (until <= call.Now)
            throw new AwsErrorException("InvalidParameterValue", "ExpirationDate must be in the future.");

        var expires = until ?? call.Now.AddDays(days!.Value);
        if (snapshot.Lock?.State(call.Now) == "compliance" && (mode != "compliance" || expires < snapshot.Lock.ExpiresOn || call.Input.Has("CoolOffPeriod")))
            throw new AwsErrorException("SnapshotLocked", $"The snapshot {snapshot.Id} is locked in compliance mode; its lock can only be extended.");

        snapshot.Lock = new(mode, call.Now, expires, days ?? (int)Math.Ceiling((expires - call.Now).TotalDays), call.Input.Integer("CoolOffPeriod"));
        return snapshot.Lock.ToStructure(snapshot.Id, null, call.Now);
    }

    private static Structure UnlockSnapshot(OperationCall call)
    {
        var snapshot = Snapshots.Own(call);
        if (snapshot.Lock?.State(call.Now) == "compliance")
            throw new AwsErrorException("SnapshotLocked", $"The snapshot {snapshot.Id} is locked in compliance mode and can't be unlocked.");
        snapshot.Lock = null;
        return new() { { "SnapshotId", snapshot.Id } };
    }

    private static Structure DescribeLockedSnapshots(OperationCall call)
    {
        var filters = new Filters<Snapshot>(call, ["lock-state"], (s, name) => name == "lock-state" ? [s.Lock!.State(call.Now)] : null);
        var found = Describe.Select(call, call.Region.Ec2.Snapshots, "snap", call.Input.Texts("SnapshotIds"), filters, s => s.Lock is not null);
        return Paging.Page(call, "Snapshots", found, s => s.Lock!.ToStructure(s.Id, s.OwnerId, call.Now));
    }
}
