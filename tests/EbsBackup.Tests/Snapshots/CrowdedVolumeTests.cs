using Amazon.EC2;
using Amazon.EC2.Model;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Snapshots;

public sealed class CrowdedVolumeTests : IDisposable
{
    private SandboxAccount _account = new(new SandboxOptions { SnapshotLimits = true, SnapshotDuration = TimeSpan.FromMinutes(10) });

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("st1", 1)]
    [InlineData("gp3", 5)]
    public async Task Volume_with_as_many_snapshots_in_progress_as_EBS_allows_is_taken_when_one_has_completed(string type, int most)
    {
        var volume = await VolumeAsync(type);
        await CrowdAsync(volume, most);
        var other = await VolumeAsync("gp3");
        var progress = new List<TakeProgress>();
        var results = await _account.TakeAsync(Request(volume, other) with { Progress = new Sink(progress) });
        Assert.Equal([other, volume], results.Select(r => r.VolumeId!.Value));
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.All(progress, p => Assert.Equal((volume, true), (p.VolumeId, p.IsInTheWay)));
        Assert.NotEmpty(progress);
        Assert.InRange(_account.Sandbox.Calls.CountOf("CreateSnapshot"), most + 3, most + 4);
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Volume_whose_snapshots_do_not_complete_in_time_is_one_clear_error_and_others_are_taken()
    {
        _account = new SandboxAccount(new SandboxOptions { SnapshotLimits = true, SnapshotDuration = TimeSpan.FromHours(2) });
        var volume = await VolumeAsync("sc1");
        var inTheWay = Assert.Single(await CrowdAsync(volume, 1));
        var other = await VolumeAsync("gp3");
        var began = _account.Sandbox.Clock.GetUtcNow();
        var results = await _account.TakeAsync(Request(volume, other));
        Assert.Null(results[0].Error);
        var error = results[1].Error!;
        Assert.Equal(("SnapshotsInProgress", ErrorCategory.LimitsExceeded, volume.Value), (error.Id, error.Category, error.TargetId));
        Assert.Contains($"{inTheWay} are still in progress, and of a volume of type sc1 EBS takes 1 at a time. It was waited for 15 minutes", error.Message, StringComparison.Ordinal);
        Assert.InRange(_account.Sandbox.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(17));
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));

        // A later run of the slot takes what is still missing.
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
        var slot = results[0].Snapshot!.Slot;
        Assert.Equal([(TakeAction.Adopt, other), (TakeAction.Create, volume)], (await _account.TakeAsync(Request(volume, other) with { Slot = slot })).Select(r => (r.Action, r.VolumeId!.Value)).OrderByDescending(r => r.Action));
    }

    [Fact]
    public async Task Set_waits_until_each_of_its_volumes_has_room()
    {
        var instance = (await _account.EC2.RunInstancesAsync(new RunInstancesRequest("ami-0123456789abcdef0", 1, 1)
        {
            BlockDeviceMappings =
            [
                new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 8 } },
                new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { VolumeSize = 500, VolumeType = VolumeType.St1 } },
            ],
        })).Reservation.Instances[0];
        await CrowdAsync(VolumeId.Parse(instance.BlockDeviceMappings.Single(m => m.DeviceName == "/dev/sdf").Ebs.VolumeId), 1);
        var results = await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [InstanceId.Parse(instance.InstanceId)] }, Catalog = SandboxAccount.Catalog });
        Assert.Equal(2, results.Count);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(2, _account.Sandbox.Calls.CountOf("CreateSnapshots"));
    }

    [Fact]
    public async Task Account_with_too_many_snapshots_in_progress_is_tried_again_and_says_so_when_it_stays()
    {
        var volume = await VolumeAsync("gp3");
        var refused = 0;
        _account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" && ++refused <= 3 ? Fault.Error("PendingSnapshotLimitExceeded", "no", 400) : null;
        Assert.Null(Assert.Single(await _account.TakeAsync(Request(volume))).Error);
        refused = -1000;
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("LimitExceeded", Assert.Single(await _account.TakeAsync(Request(volume))).Error!.Id);
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Whats_attached_to_an_instance_is_asked_once_for_its_set()
    {
        var instance = (await _account.EC2.RunInstancesAsync(new RunInstancesRequest("ami-0123456789abcdef0", 1, 1)
        {
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 8 } }],
        })).Reservation.Instances[0];
        await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [InstanceId.Parse(instance.InstanceId)] } });

        // The selection asks for the instance and its volumes, the set for what is attached at its moment.
        Assert.Equal((2, 1), (_account.Sandbox.Calls.CountOf("DescribeInstances"), _account.Sandbox.Calls.CountOf("DescribeVolumes")));
    }

    private static TakeRequest Request(params VolumeId[] volumes) => new() { Volumes = new VolumeSelector { VolumeIds = volumes }, Catalog = SandboxAccount.Catalog };

    private async Task<VolumeId> VolumeAsync(string type) => VolumeId.Parse(
        (await _account.EC2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = "us-east-1a", Size = 500, VolumeType = new VolumeType(type) })).Volume.VolumeId);

    /// <summary>Somebody else takes so many snapshots, as fast as EBS lets them.</summary>
    private async Task<List<string>> CrowdAsync(VolumeId volume, int count)
    {
        var ids = new List<string>();
        for (var n = 0; n < count; n++)
        {
            ids.Add((await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value })).Snapshot.SnapshotId);
            _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(15));
        }

        return ids;
    }

    private sealed class Sink(List<TakeProgress> heard) : IProgress<TakeProgress>
    {
        public void Report(TakeProgress value) => heard.Add(value);
    }
}
