using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Retention;

public sealed class RetentionExecutorTests : IDisposable
{
    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Expired_snapshots_go_with_their_records_and_the_newest_stays()
    {
        await HistoryAsync(await _account.VolumeAsync(), 40, 20, 10, 1);
        var results = await ExpireAsync(Accepted);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(2, results.Count(r => r.Action == RetentionAction.Delete));
        Assert.Equal(2, (await _account.SnapshotsAsync()).Count);
        Assert.Equal(2, (await RecordsAsync()).Count);
        Assert.Empty(await _account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task Deleted_volume_still_expires_its_snapshots_but_keeps_the_newest()
    {
        var volume = await _account.VolumeAsync();
        await HistoryAsync(volume, 40, 30, 20);
        await _account.EC2.DeleteVolumeAsync(new DeleteVolumeRequest(volume.Value));
        Assert.Equal(2, (await ExpireAsync(Accepted)).Count(r => r.Action == RetentionAction.Delete));
        Assert.Single(await _account.SnapshotsAsync());
    }

    [Fact]
    public async Task Foreign_snapshots_and_those_of_other_policies_are_never_touched()
    {
        var volume = await _account.VolumeAsync();
        await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, Description = "EbsBackup policy default" });
        var halfOurs = new TagSpecification { ResourceType = "snapshot", Tags = [new Tag(OwnershipTags.PolicyKey, "default"), new Tag(OwnershipTags.VolumeKey, volume.Value)] };
        await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, TagSpecifications = [halfOurs] });
        await HistoryAsync(volume, "yearly", 40, 39);
        await HistoryAsync(volume, 38, 1);
        var results = await ExpireAsync(Accepted);
        Assert.Equal(2, results.Count);
        Assert.Equal(5, (await _account.SnapshotsAsync()).Count);
    }

    [Fact]
    public async Task Snapshot_in_use_by_an_image_is_skipped_with_its_cause_and_the_others_go()
    {
        var volume = await _account.VolumeAsync();
        var taken = await HistoryAsync(volume, 40, 30, 1);
        await _account.EC2.RegisterImageAsync(new RegisterImageRequest
        {
            Name = "golden", RootDeviceName = "/dev/xvda",
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { SnapshotId = taken[0].Value } }],
        });
        var results = await ExpireAsync(Accepted);
        var skipped = results.Single(r => r.SnapshotId == taken[0]);
        Assert.Equal((RetentionAction.Skip, null), (skipped.Action, skipped.Error));
        Assert.StartsWith("not deleted: in use by an AMI", Assert.Single(skipped.Reasons), StringComparison.Ordinal);
        Assert.Equal(RetentionAction.Delete, results.Single(r => r.SnapshotId == taken[1]).Action);
        Assert.Equal(2, (await RecordsAsync()).Count);
    }

    [Fact]
    public async Task Deletion_that_is_denied_is_an_error_and_counts_as_not_deleted()
    {
        await HistoryAsync(await _account.VolumeAsync(), 40, 1);
        _account.Sandbox.Faults.Add(new DenyRule("ec2:DeleteSnapshot"));
        var denied = (await ExpireAsync(Accepted)).Single(r => r.Error is not null);
        Assert.Equal((RetentionAction.Skip, "AccessDenied"), (denied.Action, denied.Error!.Id));
        Assert.Equal(2, (await RecordsAsync()).Count);
    }

    [Fact]
    public async Task Listing_that_breaks_off_deletes_nothing()
    {
        await HistoryAsync(await _account.VolumeAsync(), 40, 1);
        _account.Sandbox.Faults.Hook = call => call.Operation == "DescribeSnapshots" ? Fault.Error("UnauthorizedOperation", "You are not authorized", 403) : null;
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<EbsBackupException>(() => ExpireAsync(Accepted))).Error.Id);
        Assert.Equal(0, _account.Sandbox.Calls.CountOf("DeleteSnapshot"));
    }

    [Fact]
    public async Task Clock_ten_minutes_off_forbids_deletion()
    {
        await HistoryAsync(await _account.VolumeAsync(), 40, 1);
        using var skewed = new AwsSession(_account.Session.Options with { Clock = new SkewedClock(_account.Sandbox.Clock, TimeSpan.FromMinutes(10)) });
        var results = await ExpireAsync(Accepted, skewed);
        Assert.Contains(results, r => r.Action == RetentionAction.Skip && r.Reasons[0].Contains("clock", StringComparison.Ordinal));
        Assert.Equal(2, (await _account.SnapshotsAsync()).Count);
    }

    [Fact]
    public async Task Clock_two_hours_ahead_drops_no_record_of_a_snapshot_that_is_not_listed_yet()
    {
        using var account = new SandboxAccount(new SandboxOptions { VisibilityDelay = TimeSpan.FromMinutes(5) });
        var volume = await account.VolumeAsync();
        account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(Assert.Single(await account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { VolumeIds = [volume] }, Catalog = SandboxAccount.Catalog })).Error);
        using var ahead = new AwsSession(account.Session.Options with { Clock = new SkewedClock(new LeapingClock(account.Sandbox.Clock), TimeSpan.FromHours(2)) });
        await foreach (var result in new RetentionExecutor(ahead).ExpireAsync(Accepted)) Assert.Null(result.Error);
        Assert.Single(await account.KeysAsync("snapshots/222222222222/"));
    }

    [Fact]
    public async Task More_than_half_waits_for_a_person_when_the_rules_have_changed()
    {
        var volume = await _account.VolumeAsync();
        await HistoryAsync(volume, 40, 30, 20, 10, 5, 1);
        var request = Accepted with { AcceptLargeDeletion = false };
        Assert.Equal(3, (await ExpireAsync(request)).Count(r => r.Action == RetentionAction.Delete));

        var stricter = request with { Rules = new RetentionRules { KeepWithin = CalendarDuration.OfDays(2) } };
        Assert.Equal(2, (await ExpireAsync(stricter)).Count(r => r.Action == RetentionAction.Skip));
        Assert.Equal(2, (await ExpireAsync(stricter with { AcceptLargeDeletion = true })).Count(r => r.Action == RetentionAction.Delete));
    }

    [Fact]
    public async Task More_than_half_goes_under_the_same_rules_after_an_outage()
    {
        var volume = await _account.VolumeAsync();
        var request = Accepted with { AcceptLargeDeletion = false };
        await HistoryAsync(volume, 40, 1);
        await ExpireAsync(request);
        await HistoryAsync(volume, 39, 38, 37);
        Assert.DoesNotContain(await ExpireAsync(request), r => r.Action == RetentionAction.Skip);
        Assert.Single(await _account.SnapshotsAsync());
    }

    [Fact]
    public async Task Record_of_a_snapshot_that_someone_deleted_is_dropped()
    {
        var taken = await HistoryAsync(await _account.VolumeAsync(), 5, 1);
        await _account.EC2.DeleteSnapshotAsync(new DeleteSnapshotRequest(taken[0].Value));
        await ExpireAsync(Accepted);
        Assert.Contains(taken[1].Value, Assert.Single(await RecordsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_at_any_call_the_next_run_finishes_the_work()
    {
        for (var kill = 1; ; kill++)
        {
            using var account = new SandboxAccount();
            await HistoryAsync(account, await account.VolumeAsync(), "default", 40, 30, 1);
            using var killer = new KillAfter(account.Sandbox, kill);
            using (var doomed = account.NewSession(killer)) await Record.ExceptionAsync(() => ExpireAsync(Accepted, doomed));

            account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.DoesNotContain(await ExpireAsync(Accepted, account.Session), r => r.Error is not null);
            Assert.Single(await account.SnapshotsAsync());
            Assert.Single(await account.KeysAsync("snapshots/222222222222/"));
            Assert.Empty(await account.KeysAsync("snapshots/_deletions/"));
            if (killer.Killed) continue;
            Assert.True(kill > 8, $"only {kill} calls were seen");
            break;
        }
    }

    private static RetentionRequest Accepted { get; } = new() { Catalog = SandboxAccount.Catalog, AcceptLargeDeletion = true };

    private Task<List<SnapshotId>> HistoryAsync(VolumeId volume, params int[] daysAgo) => HistoryAsync(_account, volume, "default", daysAgo);

    private Task<List<SnapshotId>> HistoryAsync(VolumeId volume, string policy, params int[] daysAgo) => HistoryAsync(_account, volume, policy, daysAgo);

    /// <summary>Takes a snapshot so many days before the instant at which the clock ends; oldest first.</summary>
    private static async Task<List<SnapshotId>> HistoryAsync(SandboxAccount account, VolumeId volume, string policy, params int[] daysAgo)
    {
        var now = account.Sandbox.Clock.GetUtcNow().AddDays(daysAgo[0]);
        var taken = new List<SnapshotId>();
        foreach (var days in daysAgo)
        {
            account.Sandbox.Clock.MoveTo(now.AddDays(-days));
            var request = new TakeRequest { Volumes = new VolumeSelector { VolumeIds = [volume] }, Policy = PolicyName.Parse(policy), Catalog = SandboxAccount.Catalog, Wait = true };
            taken.Add(Assert.Single(await account.TakeAsync(request)).Snapshot!.SnapshotId);
        }

        account.Sandbox.Clock.MoveTo(now);
        return taken;
    }

    private async Task<List<RetentionResult>> ExpireAsync(RetentionRequest request, AwsSession? session = null)
    {
        var results = new List<RetentionResult>();
        await foreach (var result in new RetentionExecutor(session ?? _account.Session).ExpireAsync(request)) results.Add(result);
        return results;
    }

    private Task<List<string>> RecordsAsync() => _account.KeysAsync("snapshots/222222222222/");
}
