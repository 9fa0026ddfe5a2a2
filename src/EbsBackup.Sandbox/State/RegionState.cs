using System.Text.Json;
using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.State;

/// <summary>A Region's resources in the state file: in the shapes of the AWS CLI's output, read and written by the models.</summary>
internal static class RegionState
{
    /// <summary>What AWS's shapes have no place for: how a pending resource ends, whom a snapshot is shared with.</summary>
    private const string Ours = "_sandbox";

    public static void Load(Sandbox sandbox, AccountRegion region, StateNode node)
    {
        node.Only("volumes", "instances", "snapshots", "images", "lockedSnapshots", "fastSnapshotRestores", "backupVaults", "backupJobs", "copyJobs", "restoreJobs", "recoveryPoints");
        var (ec2, backup) = (ServiceModel.Load("ec2"), ServiceModel.Load("backup"));
        foreach (var item in node.Items("volumes")) Add(item, () => AddVolume(region, item, item.Read(ec2.Shape("Volume"))));
        foreach (var item in node.Items("instances")) Add(item, () => AddInstance(region, item, item.Read(ec2.Shape("Instance"))));
        foreach (var item in node.Items("snapshots")) Add(item, () => region.Ec2.Add(SnapshotState.Read(sandbox, region, item, item.Read(ec2.Shape("Snapshot"), Ours), item.Member(Ours))));
        foreach (var item in node.Items("images")) Add(item, () => AddImage(region, item, item.Read(ec2.Shape("Image"))));
        foreach (var item in node.Items("lockedSnapshots")) SnapshotState.Lock(region, item, item.Read(ec2.Shape("LockedSnapshotsInfo")));
        foreach (var item in node.Items("fastSnapshotRestores"))
        {
            var read = item.Read(ec2.Shape("DescribeFastSnapshotRestoreSuccessItem"));
            region.Ec2.FastRestores[(item.Required("SnapshotId"), item.Required("AvailabilityZone"))] = read.Time("EnablingTime") ?? sandbox.Clock.GetUtcNow();
        }

        foreach (var item in node.Items("backupVaults")) region.Backup.Vaults.TryAdd(item.Text(), sandbox.Clock.GetUtcNow());
        foreach (var item in node.Items("recoveryPoints")) region.Backup.RecoveryPoints.Add(item.Read(backup.Shape("RecoveryPointByBackupVault")));
        foreach (var item in node.Items("backupJobs")) Add(item, () => sandbox.State.Add(region, JobState.Read(sandbox, region, item, item.Read(backup.Shape("BackupJob"), Ours), item.Member(Ours))));
        foreach (var item in node.Items("copyJobs")) Add(item, () => sandbox.State.AddCopy(region, Other(item, region, "CopyJobId", item.Read(backup.Shape("CopyJob")))));
        foreach (var item in node.Items("restoreJobs")) Add(item, () => sandbox.State.AddRestore(region, Other(item, region, "RestoreJobId", item.Read(backup.Shape("RestoreJobsListMember")))));
    }

    public static void Write(Utf8JsonWriter json, AccountRegion region, DateTimeOffset now)
    {
        var ec2 = region.Ec2;
        json.WriteStartObject();
        WriteAll(json, "volumes", ec2.Volumes.Select(v => v.ToStructure()));
        WriteAll(json, "instances", ec2.Instances.Select(i => i.ToStructure(ec2.VolumesOf(i.Id))));
        WriteAll(json, "snapshots", ec2.Snapshots.Select(s => s.ToStructure(now)), ec2.Snapshots.Select(SnapshotState.Ours(now)));
        WriteAll(json, "images", ec2.Images.Select(i => i.ToStructure()));
        WriteAll(json, "lockedSnapshots", ec2.Snapshots.Where(s => s.Lock is not null).Select(s => s.Lock!.ToStructure(s.Id, s.OwnerId, now)));
        WriteAll(json, "fastSnapshotRestores", ec2.FastRestores.Select(r => new Structure { { "SnapshotId", r.Key.SnapshotId }, { "AvailabilityZone", r.Key.Zone }, { "EnablingTime", r.Value } }));
        json.WriteStartArray("backupVaults");
        foreach (var vault in region.Backup.Vaults.Keys) json.WriteStringValue(vault);
        json.WriteEndArray();
        WriteAll(json, "recoveryPoints", region.Backup.RecoveryPoints);
        WriteAll(json, "backupJobs", region.Backup.Jobs.Jobs.Select(j => j.ToStructure(now)), region.Backup.Jobs.Jobs.Select(JobState.Ours(now)));
        WriteAll(json, "copyJobs", region.Backup.CopyJobs.Jobs.Select(j => j.Written));
        WriteAll(json, "restoreJobs", region.Backup.RestoreJobs.Jobs.Select(j => j.Written));
        json.WriteEndObject();
    }

    private static void Add(StateNode item, Action add)
    {
        try
        {
            add();
        }
        catch (InvalidOperationException e)
        {
            throw item.Error(e.Message.TrimEnd('.'));
        }
    }

    private static void AddVolume(AccountRegion region, StateNode node, Structure read)
    {
        var attached = read.Structures("Attachments").FirstOrDefault();
        var id = Id(node, "vol", "VolumeId");
        region.Ec2.Volumes.Add(id, Tagged(read, new Volume(id)
        {
            Size = read.Integer("Size") ?? throw node.Error("'Size' is missing"),
            VolumeType = read.Text("VolumeType") ?? "gp3",
            Iops = read.Integer("Iops"),
            Throughput = read.Integer("Throughput"),
            AvailabilityZone = read.Text("AvailabilityZone") ?? Places.ZonesOf(region.Name)[0],
            SnapshotId = read.Text("SnapshotId") ?? "",
            Encrypted = read.Is("Encrypted"),
            KmsKeyId = read.Text("KmsKeyId"),
            CreateTime = read.Time("CreateTime") ?? DateTimeOffset.UnixEpoch,
            FixedState = read.Text("State") is { } state and not ("available" or "in-use") ? state : null,
            Attached = attached is null ? null : new(attached.Text("InstanceId") ?? "", attached.Text("Device") ?? "/dev/xvda", attached.Time("AttachTime") ?? DateTimeOffset.UnixEpoch, attached.Is("DeleteOnTermination")),
        }));
    }

    private static void AddInstance(AccountRegion region, StateNode node, Structure read)
    {
        var id = Id(node, "i", "InstanceId");
        region.Ec2.Instances.Add(id, Tagged(read, new Instance(id, "r-0" + id[^Math.Min(16, id.Length - 2)..], region.AccountId)
        {
            ImageId = read.Text("ImageId") ?? "",
            InstanceType = read.Text("InstanceType") ?? "t3.micro",
            AvailabilityZone = read.Structured("Placement")?.Text("AvailabilityZone") ?? Places.ZonesOf(region.Name)[0],
            LaunchTime = read.Time("LaunchTime") ?? DateTimeOffset.UnixEpoch,
            RootDeviceName = read.Text("RootDeviceName") ?? "/dev/xvda",
            State = read.Structured("State")?.Text("Name") ?? "running",
        }));
        foreach (var mapping in read.Structures("BlockDeviceMappings"))
        {
            var ebs = mapping.Structured("Ebs");
            if (ebs?.Text("VolumeId") is not { } volumeId) continue;
            var volume = region.Ec2.Volumes.Find(volumeId) ?? throw node.Error($"the instance has {volumeId}, which is not among the volumes");
            volume.Attached ??= new(id, mapping.Text("DeviceName") ?? "/dev/xvda", ebs.Time("AttachTime") ?? DateTimeOffset.UnixEpoch, ebs.Is("DeleteOnTermination"));
        }
    }

    private static void AddImage(AccountRegion region, StateNode node, Structure read)
    {
        var id = Id(node, "ami", "ImageId");
        region.Ec2.Add(Tagged(read, new Image(id, read.Text("Name") ?? id, read.Text("OwnerId") ?? region.AccountId)
        {
            Description = read.Text("Description") ?? "",
            Architecture = read.Text("Architecture") ?? "x86_64",
            RootDeviceName = read.Text("RootDeviceName") ?? "/dev/xvda",
            CreationDate = Scalars.ParseTime(read.Text("CreationDate") ?? "") as DateTimeOffset? ?? DateTimeOffset.UnixEpoch,
            Disabled = read.Text("State") == "disabled",
            BlockDeviceMappings = [.. read.Structures("BlockDeviceMappings")],
        }));
    }

    private static OtherJob Other(StateNode node, AccountRegion region, string id, Structure read)
    {
        if (!read.Has("CreationDate")) throw node.Error("'CreationDate' is missing");
        if (!read.Has("State") && !read.Has("Status")) throw node.Error("the job's state is missing");
        if (!read.Has("AccountId")) read.Add("AccountId", region.AccountId);
        return new(node.Required(id), region.AccountId, read);
    }

    public static string Id(StateNode node, string kind, string member)
    {
        var id = node.Required(member);
        try
        {
            return Ids.Check(kind, id);
        }
        catch (Http.AwsErrorException)
        {
            throw node.Member(member)!.Error($"'{id}' is no id of the form {kind}-0123456789abcdef0");
        }
    }

    public static T Tagged<T>(Structure read, T resource)
        where T : Ec2Resource
    {
        resource.Tags.Set(TagSet.Read(read.Structures("Tags")));
        return resource;
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<Structure> items, IEnumerable<Structure?>? ours = null)
    {
        json.WriteStartArray(name);
        foreach (var (item, own) in items.Zip(ours ?? Enumerable.Repeat<Structure?>(null, int.MaxValue))) StateJson.Write(json, item, own);
        json.WriteEndArray();
    }
}
