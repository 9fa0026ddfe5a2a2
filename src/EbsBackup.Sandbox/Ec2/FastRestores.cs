using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Fast snapshot restore: enabled per snapshot and zone, at once.</summary>
internal static class FastRestores
{
    private static readonly string[] Filterable = ["availability-zone", "owner-id", "snapshot-id", "state"];

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("EnableFastSnapshotRestores", Enable), ("DisableFastSnapshotRestores", Disable), ("DescribeFastSnapshotRestores", Describe),
    ];

    private static Structure Enable(OperationCall call) => Change(call, (ec2, key) => ec2.FastRestores[key] = call.Now, "enabled");

    private static Structure Disable(OperationCall call) => Change(call, (ec2, key) => ec2.FastRestores.Remove(key), "disabled");

    private static Structure Change(OperationCall call, Action<Ec2Region, (string, string)> change, string state)
    {
        var ec2 = call.Region.Ec2;
        var keys = (from id in call.Input.Texts("SourceSnapshotIds") from zone in call.Input.Texts("AvailabilityZones") select (Id: Ids.Check("snap", id), zone)).ToList();
        if (keys.Find(k => ec2.Snapshots.Find(k.Id) is null).Id is { } missing) throw Ids.Missing("snap", missing);
        foreach (var key in keys) change(ec2, key);
        return new() { { "Successful", keys.ConvertAll(object (k) => Item(call, k, call.Now, state)) }, { "Unsuccessful", Array.Empty<object>() } };
    }

    private static Structure Describe(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var filters = new Filters<Snapshot>(call, Filterable, (s, name) => name switch
        {
            "snapshot-id" => [s.Id],
            "owner-id" => [s.OwnerId],
            "state" => ["enabled"],
            _ => [.. ec2.FastRestores.Keys.Where(k => k.SnapshotId == s.Id).Select(k => k.Zone)],
        });
        var start = Paging.Start(call);
        var found = ec2.FastRestores.Select((r, i) => (Number: i + 1L, Item: r)).Where(r => r.Number > start && filters.Fit(ec2.Snapshots.Find(r.Item.Key.SnapshotId)!));
        return Paging.Page(call, "FastSnapshotRestores", found, r => Item(call, r.Key, r.Value, "enabled"), least: 0, most: 200);
    }

    private static Structure Item(OperationCall call, (string SnapshotId, string Zone) key, DateTimeOffset since, string state) => new()
    {
        { "SnapshotId", key.SnapshotId },
        { "AvailabilityZone", key.Zone },
        { "State", state },
        { "StateTransitionReason", "Client.UserInitiated" },
        { "OwnerId", call.Caller.AccountId },
        { "EnablingTime", since },
    };
}
