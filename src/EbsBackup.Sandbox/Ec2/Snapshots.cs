using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Snapshots taken, listed and deleted.</summary>
internal static class Snapshots
{
    private const long OthersFrom = 1L << 40;

    private static readonly string[] Filterable =
    [
        "description", "encrypted", "owner-alias", "owner-id", "progress", "snapshot-id", "start-time", "status",
        "storage-tier", "transfer-type", "volume-id", "volume-size",
    ];

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("CreateSnapshot", CreateSnapshot), ("CreateSnapshots", CreateSnapshots), ("DescribeSnapshots", DescribeSnapshots), ("DeleteSnapshot", DeleteSnapshot),
    ];

    /// <summary>The caller's own snapshot; AWS's error when there is none of that id.</summary>
    public static Snapshot Own(OperationCall call)
    {
        var id = Ids.Check("snap", call.Input.Required("SnapshotId"));
        call.About(id);
        return call.Region.Ec2.Snapshots.Find(id) ?? throw Ids.Missing("snap", id);
    }

    /// <summary>A snapshot that the caller owns or that is shared with it, in any Region.</summary>
    public static Snapshot? Usable(OperationCall call, string region, string id) =>
        call.Account.Region(region).Ec2.Snapshots.Find(id)
        ?? Shared(call, region).Select(s => s.Snapshot).FirstOrDefault(s => s.Id == id);

    public static void CheckDeletable(Ec2Region ec2, Snapshot snapshot, DateTimeOffset now)
    {
        if (ec2.ImagesOf(snapshot.Id) is [var image, ..])
            throw new AwsErrorException("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently in use by {image}");
        if (snapshot.Lock?.Holds(now) == true)
            throw new AwsErrorException("SnapshotLocked", $"The snapshot {snapshot.Id} is locked and can't be deleted.");
        if (snapshot.Tags["aws:backup:source-resource"] is not null)
            throw new AwsErrorException("InvalidParameterValue", "This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you wish to delete this snapshot, please do so via the Backup console.");
        if (ec2.FastRestores.Keys.Any(k => k.SnapshotId == snapshot.Id))
            throw new AwsErrorException("InvalidSnapshot.InUse", $"The snapshot {snapshot.Id} is currently enabled for fast snapshot restore");
    }

    private static Structure CreateSnapshot(OperationCall call)
    {
        var id = Ids.Check("vol", call.Input.Required("VolumeId"));
        var volume = call.Region.Ec2.Volumes.Find(id) ?? throw Ids.Missing("vol", id);
        var tags = NewResource.Tags(call, "snapshot");
        CheckLimits(call, volume);
        return Begin(call, volume, tags).ToStructure(call.Now);
    }

    private static Structure CreateSnapshots(OperationCall call)
    {
        var specification = call.Input.Structured("InstanceSpecification")!;
        var id = Ids.Check("i", specification.Required("InstanceId"));
        var ec2 = call.Region.Ec2;
        var instance = ec2.Instances.Find(id) ?? throw Ids.Missing("i", id);
        var attached = ec2.VolumesOf(id).ToList();
        var left = specification.Texts("ExcludeDataVolumeIds");
        if (left.FirstOrDefault(v => !attached.Exists(a => a.Id == v)) is { } stranger) throw Ids.Missing("vol", stranger);

        var volumes = attached.Where(v => v.Attached!.Device == instance.RootDeviceName ? !specification.Is("ExcludeBootVolume") : !left.Contains(v.Id)).ToList();
        if (volumes.Count == 0) throw new AwsErrorException("InvalidParameterValue", $"The instance {id} has no volumes to take snapshots of.");
        var tags = NewResource.Tags(call, "snapshot");
        // All or none: a set that is not whole is no crash-consistent set.
        foreach (var volume in volumes) CheckLimits(call, volume);
        var copied = call.Input.Text("CopyTagsFromSource") == "volume";
        return new()
        {
            {
                "Snapshots", volumes.ConvertAll(object (volume) =>
                {
                    var own = copied ? volume.Tags.Where(t => !t.Key.StartsWith("aws:", StringComparison.Ordinal) && tags.TrueForAll(n => n.Key != t.Key)).Concat(tags) : tags;
                    var snapshot = Begin(call, volume, own);
                    return new Structure
                    {
                        { "SnapshotId", snapshot.Id },
                        { "VolumeId", snapshot.VolumeId },
                        { "State", snapshot.State(call.Now) },
                        { "VolumeSize", snapshot.VolumeSize },
                        { "StartTime", snapshot.StartTime },
                        { "Progress", snapshot.Progress(call.Now) },
                        { "OwnerId", snapshot.OwnerId },
                        { "Description", snapshot.Description },
                        { "Encrypted", snapshot.Encrypted },
                        { "Tags", snapshot.Tags.ToStructures() },
                    };
                })
            },
        };
    }

    private static Structure DescribeSnapshots(OperationCall call)
    {
        var ec2 = call.Region.Ec2;
        var filters = new Filters<Snapshot>(call, Filterable, (s, name) => ValuesOf(s, name, call.Now));
        var owners = call.Input.Texts("OwnerIds").Select(o => o == "self" ? call.Caller.AccountId : o).ToHashSet();
        var ids = call.Input.Texts("SnapshotIds");
        if (ids.Count > 0 && call.Input.Has("MaxResults"))
            throw new AwsErrorException("InvalidParameterCombination", "The parameter SnapshotId cannot be used with the parameter MaxResults");

        IEnumerable<(long Number, Snapshot Item)> found;
        if (ids.Count > 0)
        {
            found = ids.Distinct().Select((id, i) => ((long)i, Named(call, id))).ToList();
        }
        else
        {
            var start = Paging.Start(call);
            found = filters.Exact("volume-id") is { } volumes
                ? volumes.Distinct().SelectMany(ec2.SnapshotsOf).Select(s => (Number: ec2.Snapshots.NumberOf(s.Id), s)).Where(s => s.Number > start).OrderBy(s => s.Number)
                : ec2.Snapshots.After(start);
            // Others' snapshots come last: no own number reaches theirs.
            if (owners.Count == 0 || owners.Any(o => o != call.Caller.AccountId))
                found = found.Concat(Shared(call, call.RegionName).Select((s, i) => (OthersFrom + i, s.Snapshot)).Where(s => s.Item1 > start));
        }

        return Paging.Page(
            call,
            "Snapshots",
            found.Where(s => s.Item.VisibleAt <= call.Now && (owners.Count == 0 || owners.Contains(s.Item.OwnerId) || owners.Contains(s.Item.OwnerAlias ?? "")) && filters.Fit(s.Item)),
            s => s.ToStructure(call.Now));
    }

    private static Structure DeleteSnapshot(OperationCall call)
    {
        var snapshot = Own(call);
        CheckDeletable(call.Region.Ec2, snapshot, call.Now);
        call.Region.Ec2.Remove(snapshot);
        return [];
    }

    private static Snapshot Named(OperationCall call, string id)
    {
        Ids.Check("snap", id);
        return Usable(call, call.RegionName, id) is { } found && found.VisibleAt <= call.Now ? found : throw Ids.Missing("snap", id);
    }

    private static IEnumerable<(string Owner, Snapshot Snapshot)> Shared(OperationCall call, string region) =>
        from account in call.State.Accounts
        where account.Id != call.Caller.AccountId
        from snapshot in account.Region(region).Ec2.Shared.Values
        where snapshot.SharedWith!.Contains("all") || snapshot.SharedWith.Contains(call.Caller.AccountId)
        select (account.Id, snapshot);

    private static void CheckLimits(OperationCall call, Volume volume)
    {
        if (!call.Sandbox.Options.SnapshotLimits) return;
        var ec2 = call.Region.Ec2;
        if (ec2.LastSnapshotOf.TryGetValue(volume.Id, out var last) && call.Now - last < TimeSpan.FromSeconds(15))
            throw new AwsErrorException("SnapshotCreationPerVolumeRateExceeded", "The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.");
        if (ec2.SnapshotsOf(volume.Id).Count(s => s.State(call.Now) == "pending") >= volume.ConcurrentSnapshots)
            throw new AwsErrorException("ConcurrentSnapshotLimitExceeded", $"Maximum allowed in-progress snapshots for a single volume exceeded: {volume.Id}");
        if (ec2.Snapshots.Count >= 100_000)
            throw new AwsErrorException("SnapshotLimitExceeded", "You have reached the limit on the number of Amazon EBS snapshots that you can create.");
    }

    private static Snapshot Begin(OperationCall call, Volume volume, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var end = call.Sandbox.SnapshotEnds.TryDequeue(out var asked) ? asked : "completed";
        var snapshot = new Snapshot(call.State.Ids.Resource("snap"), volume.Id, call.Caller.AccountId)
        {
            StartTime = call.Now,
            EndsAt = call.Now + call.Sandbox.Options.SnapshotDuration,
            EndsAs = end,
            StateMessage = end == "error" ? "Client.InternalError: The snapshot could not be completed." : null,
            Description = call.Input.Text("Description") ?? "",
            VolumeSize = volume.Size,
            Encrypted = volume.Encrypted,
            KmsKeyId = volume.KmsKeyId,
        };
        var ec2 = call.Region.Ec2;
        ec2.LastSnapshotOf[volume.Id] = call.Now;
        ec2.Add(NewResource.Born(call, snapshot, tags));
        return snapshot;
    }

    private static string[]? ValuesOf(Snapshot s, string name, DateTimeOffset now) => name switch
    {
        "volume-id" => [s.VolumeId],
        "status" => [s.State(now)],
        "snapshot-id" => [s.Id],
        "owner-id" => [s.OwnerId],
        "owner-alias" => s.OwnerAlias is null ? null : [s.OwnerAlias],
        "description" => [s.Description],
        "start-time" => [Scalars.Iso(s.StartTime)],
        "progress" => [s.Progress(now)],
        "volume-size" => [Scalars.Format(s.VolumeSize)],
        "encrypted" => [s.Encrypted ? "true" : "false"],
        "storage-tier" => [s.StorageTier],
        "transfer-type" => ["standard"],
        _ => null,
    };
}
