using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Snapshots;

public sealed class SnapshotTakerTests : IDisposable
{
    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Snapshot_by_volume_carries_its_tags_from_birth_and_is_recorded()
    {
        var volume = await _account.VolumeAsync(("Name", "data"));
        var result = Assert.Single(await _account.TakeAsync(Request(volume) with { SnapshotTags = new Dictionary<string, string> { ["team"] = "a" } }));
        Assert.Null(result.Error);
        Assert.Equal(0, _account.Sandbox.Calls.CountOf("CreateTags"));

        var snapshot = Assert.Single(await _account.SnapshotsAsync());
        var tags = snapshot.Tags.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal(("default", "2026-01-31T23:30:00Z", volume.Value, "data", "a"), (tags["ebs-backup:policy"], tags["ebs-backup:slot"], tags["ebs-backup:volume"], tags["Name"], tags["team"]));
        Assert.Equal([$"snapshots/222222222222/us-east-1/{volume}/{snapshot.SnapshotId}.json"], await RecordKeysAsync());
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Waiting_gives_completed_snapshots_and_refreshed_records()
    {
        var volume = await _account.VolumeAsync();
        var progress = new List<TakeProgress>();
        var result = Assert.Single(await _account.TakeAsync(Request(volume) with { Wait = true, Progress = new Sink(progress) }));
        Assert.Equal("completed", result.Snapshot!.State);
        Assert.NotEmpty(progress);
        var read = Assert.Single(await ReadAsync(new SnapshotQuery { Catalog = SandboxAccount.Catalog }));
        Assert.Equal(("completed", "100%", "gp3", 8), (read.Snapshot!.State, read.Snapshot.Progress, read.Snapshot.VolumeType, read.Snapshot.VolumeSize));
    }

    [Fact]
    public async Task Snapshot_that_ends_in_error_is_a_failure()
    {
        var volume = await _account.VolumeAsync();
        _account.Sandbox.SnapshotEnds.Enqueue("error");
        var result = Assert.Single(await _account.TakeAsync(Request(volume) with { Wait = true }));
        Assert.Equal(("SnapshotFailed", "error"), (result.Error!.Id, result.Snapshot!.State));
    }

    [Fact]
    public async Task Volumes_by_tag_are_taken_and_unknown_volumes_stop_nobody()
    {
        var tagged = await _account.VolumeAsync(("backup", "yes"));
        await _account.VolumeAsync(("backup", "no"));
        var results = await _account.TakeAsync(new TakeRequest
        {
            Volumes = new VolumeSelector { VolumeIds = [VolumeId.Parse("vol-0123456789abcdef0")], Tags = new Dictionary<string, string> { ["backup"] = "yes" } },
            Catalog = SandboxAccount.Catalog,
        });
        Assert.Equal("UnknownVolume", results.Single(r => r.Error is not null).Error!.Id);
        Assert.Equal(tagged, results.Single(r => r.Error is null).VolumeId);
    }

    [Fact]
    public async Task Tag_that_selects_nothing_is_reported()
    {
        var result = Assert.Single(await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { Tags = new Dictionary<string, string> { ["backup"] = "yes" } } }));
        Assert.Equal("NothingSelected", result.Error!.Id);
    }

    [Fact]
    public async Task Instances_volumes_are_frozen_by_one_call_and_each_is_owned_and_recorded()
    {
        var instance = await InstanceAsync();
        var results = await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [instance] }, Catalog = SandboxAccount.Catalog });
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(2, results.Count);
        Assert.Equal((1, 0), (_account.Sandbox.Calls.CountOf("CreateSnapshots"), _account.Sandbox.Calls.CountOf("CreateSnapshot")));
        Assert.All(await _account.SnapshotsAsync(), s =>
        {
            var tags = s.Tags.ToDictionary(t => t.Key, t => t.Value);
            Assert.Equal((s.VolumeId, instance.Value), (tags["ebs-backup:volume"], tags["ebs-backup:set"]));
        });
        Assert.Equal(2, (await RecordKeysAsync()).Count);
    }

    [Fact]
    public async Task Same_slot_again_adopts_what_exists()
    {
        var volume = await _account.VolumeAsync();
        var instance = await InstanceAsync();
        var request = Request(volume) with { Slot = new Slot(_account.Sandbox.Clock.GetUtcNow()), Volumes = new VolumeSelector { VolumeIds = [volume], InstanceIds = [instance] } };
        var first = await _account.TakeAsync(request);
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(20));
        var again = await _account.TakeAsync(request);
        Assert.All(again, r => Assert.Equal((TakeAction.Adopt, null), (r.Action, r.Error)));
        Assert.Equal(first.Select(r => r.Snapshot!.SnapshotId.Value).Order(), again.Select(r => r.Snapshot!.SnapshotId.Value).Order());
        Assert.Equal(3, (await _account.SnapshotsAsync()).Count);
    }

    [Theory]
    [InlineData(FaultKind.TimeoutAfter)]
    [InlineData(FaultKind.ResetAfter)]
    [InlineData(FaultKind.ServerErrorAfter)]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Throttle)]
    public async Task Whatever_happens_to_the_create_call_there_is_one_snapshot(FaultKind kind)
    {
        var volume = await _account.VolumeAsync();
        var once = 0;
        _account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" && Interlocked.Increment(ref once) == 1 ? new Fault(kind) : null;
        var result = Assert.Single(await _account.TakeAsync(Request(volume)));
        Assert.Null(result.Error);
        Assert.Equal(result.Snapshot!.SnapshotId.Value, Assert.Single(await _account.SnapshotsAsync()).SnapshotId);
        Assert.Single(await RecordKeysAsync());
    }

    [Fact]
    public async Task Snapshot_that_shows_late_after_a_lost_answer_is_found_and_not_made_twice()
    {
        using var account = new SandboxAccount(new SandboxOptions { VisibilityDelay = TimeSpan.FromSeconds(300) });
        var volume = await account.VolumeAsync();
        account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(6));
        var once = 0;
        account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" && Interlocked.Increment(ref once) == 1 ? new Fault(FaultKind.TimeoutAfter) : null;
        Assert.Null(Assert.Single(await account.TakeAsync(Request(volume))).Error);
        Assert.Equal(1, account.Sandbox.Calls.CountOf("CreateSnapshot"));
    }

    [Fact]
    public async Task Second_run_of_a_slot_makes_no_second_snapshot_although_the_first_is_not_listed_yet()
    {
        using var account = new SandboxAccount(new SandboxOptions { VisibilityDelay = TimeSpan.FromSeconds(300) });
        var volume = await account.VolumeAsync();
        account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(6));
        var request = Request(volume) with { Slot = new Slot(account.Sandbox.Clock.GetUtcNow()) };
        await account.TakeAsync(request);
        Assert.Equal((TakeAction.Adopt, null), Assert.Single((await account.TakeAsync(request)).Select(r => (r.Action, r.Error))));
        Assert.Equal(1, account.Sandbox.Calls.CountOf("CreateSnapshot"));
        Assert.Empty(await account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Plan_made_before_another_run_took_the_slot_adopts_what_that_run_made()
    {
        var request = Request(await _account.VolumeAsync()) with { Slot = new Slot(_account.Sandbox.Clock.GetUtcNow()) };
        var taker = new SnapshotTaker(_account.Session);
        var plan = await taker.PlanAsync(request);
        await _account.TakeAsync(request);
        await foreach (var result in taker.ExecuteAsync(plan)) Assert.Equal((TakeAction.Adopt, null), (result.Action, result.Error));
        Assert.Single(await _account.SnapshotsAsync());
    }

    [Theory]
    [InlineData(-120)]
    [InlineData(120)]
    public async Task Clock_two_hours_off_makes_no_second_snapshot_of_a_slot(int minutes)
    {
        using var account = new SandboxAccount(new SandboxOptions { VisibilityDelay = TimeSpan.FromSeconds(300) });
        var volume = await account.VolumeAsync();
        account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(6));
        var request = Request(volume) with { Slot = new Slot(account.Sandbox.Clock.GetUtcNow()) };
        await account.TakeAsync(request);
        using var off = new AwsSession(account.Session.Options with { Clock = new SkewedClock(new LeapingClock(account.Sandbox.Clock), TimeSpan.FromMinutes(minutes)) });
        Assert.Equal(TakeAction.Adopt, Assert.Single(await account.TakeAsync(request, off)).Action);
    }

    [Fact]
    public async Task Conflict_of_writers_at_the_intent_is_tried_again()
    {
        var volume = await _account.VolumeAsync();
        var conflicts = 0;
        var writtenBefore = 0;
        _account.Sandbox.Faults.Hook = call =>
        {
            var written = _account.Sandbox.Calls.Records.Count(r => r is { Operation: "PutObject", Status: 200 });
            if (call.Operation == "CreateSnapshot") writtenBefore = written;
            return call.Operation == "PutObject" && written == 1 && ++conflicts <= 2 ? Fault.Error("ConditionalRequestConflict", "A conflicting operation occurred.", 409) : null;
        };
        Assert.Null(Assert.Single(await _account.TakeAsync(Request(volume))).Error);
        Assert.Equal(2, writtenBefore);
    }

    [Fact]
    public async Task What_an_earlier_run_left_and_cannot_be_finished_is_reported_and_stops_nobody()
    {
        var instance = await InstanceAsync();
        _account.Sandbox.Faults.Add(new DenyRule("ec2:CreateTags"));
        await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [instance] }, Catalog = SandboxAccount.Catalog });
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        var results = await _account.TakeAsync(Request(await _account.VolumeAsync()));
        Assert.Equal(2, results.Count(r => r.Error is { Id: "AccessDenied" }));
        Assert.Single(results, r => r.Error is null);
    }

    [Fact]
    public async Task Fifteen_second_rule_is_waited_out()
    {
        using var account = new SandboxAccount(new SandboxOptions { SnapshotLimits = true });
        var volume = await account.VolumeAsync();
        await account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value });
        Assert.Null(Assert.Single(await account.TakeAsync(Request(volume))).Error);
        Assert.Equal(2, (await account.SnapshotsAsync()).Count);
    }

    [Fact]
    public async Task Missing_permission_names_the_action_and_the_statement_to_allow()
    {
        var volume = await _account.VolumeAsync();
        _account.Sandbox.Faults.Add(new DenyRule("ec2:CreateSnapshot"));
        var error = Assert.Single(await _account.TakeAsync(Request(volume))).Error!;
        Assert.Equal(("AccessDenied", ErrorCategory.PermissionDenied, volume.Value), (error.Id, error.Category, error.TargetId));
        Assert.Contains("\"ec2:CreateSnapshot\"", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Snapshot_without_its_record_is_reported_and_finished_by_the_next_run()
    {
        var volume = await _account.VolumeAsync();
        _account.Sandbox.Faults.Hook = call => call.Operation == "PutObject" && call.Time > DateTimeOffset.MinValue && _account.Sandbox.Calls.CountOf("CreateSnapshot") > 0 ? Fault.Error("AccessDenied", "no", 403) : null;
        var result = Assert.Single(await _account.TakeAsync(Request(volume)));
        Assert.Equal(("AccessDenied", true), (result.Error!.Id, result.Snapshot is not null));
        _account.Sandbox.Faults.Clear();
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        await _account.TakeAsync(Request(await _account.VolumeAsync()));
        Assert.Equal(2, (await RecordKeysAsync()).Count);
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task After_a_kill_at_any_call_the_next_run_finishes_the_work()
    {
        for (var kill = 1; ; kill++)
        {
            using var account = new SandboxAccount();
            var volume = await account.VolumeAsync();
            var request = Request(volume) with { Slot = new Slot(account.Sandbox.Clock.GetUtcNow()) };
            using var killer = new KillAfter(account.Sandbox, kill);
            using (var doomed = account.NewSession(killer)) await Record.ExceptionAsync(() => account.TakeAsync(request, doomed));

            account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
            var next = Assert.Single(await account.TakeAsync(request));
            Assert.Null(next.Error);
            Assert.Single(await account.SnapshotsAsync());
            Assert.Single(await account.KeysAsync("snapshots/222222222222/"));
            Assert.Empty(await account.KeysAsync("snapshots/_intents/"));
            if (killer.Killed) continue;
            Assert.True(kill > 8, $"only {kill} calls were seen");
            break;
        }
    }

    [Fact]
    public async Task Two_runs_of_one_policy_never_work_at_once()
    {
        var volume = await _account.VolumeAsync();
        using var other = _account.NewSession();
        var store = new CatalogStore(_account.S3, SandboxAccount.Catalog);
        await using (await CatalogLease.AcquireAsync(store, PolicyName.Default, SandboxAccount.Id, SandboxAccount.Region, "other", new LeapingClock(_account.Sandbox.Clock), default))
        {
            var busy = await Assert.ThrowsAsync<EbsBackupException>(() => _account.TakeAsync(Request(volume)));
            Assert.Equal("PolicyBusy", busy.Error.Id);
        }

        Assert.Null(Assert.Single(await _account.TakeAsync(Request(volume))).Error);
    }

    [Fact]
    public async Task Without_a_bucket_tags_alone_tell_what_was_taken()
    {
        var volume = await _account.VolumeAsync();
        await _account.TakeAsync(Request(volume) with { Catalog = null });
        var read = Assert.Single(await ReadAsync(new SnapshotQuery { VolumeIds = [volume] }));
        Assert.Equal((volume, "default"), (read.Snapshot!.VolumeId, read.Snapshot.Policy?.Value));
        Assert.Empty(await _account.KeysAsync());
    }

    [Fact]
    public async Task Backups_are_found_by_instance_and_by_time_in_records_and_by_tags()
    {
        var instance = await InstanceAsync();
        var start = _account.Sandbox.Clock.GetUtcNow();
        await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [instance] }, Catalog = SandboxAccount.Catalog });
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        await _account.TakeAsync(Request(await _account.VolumeAsync()));
        foreach (var catalog in new[] { SandboxAccount.Catalog, null })
        {
            var query = new SnapshotQuery { Catalog = catalog };
            Assert.Equal(2, (await ReadAsync(query with { InstanceIds = [instance] })).Count);
            Assert.Empty(await ReadAsync(query with { InstanceIds = [InstanceId.Parse("i-0fffffffffffffff1")] }));
            Assert.Single(await ReadAsync(query with { After = start.AddMinutes(30) }));
            Assert.Equal(2, (await ReadAsync(query with { Before = start.AddMinutes(30) })).Count);
            Assert.Equal(2, (await ReadAsync(query with { After = start, Before = start.AddHours(1) })).Count);
            Assert.Empty(await ReadAsync(query with { After = start.AddHours(2) }));
        }
    }

    [Fact]
    public async Task Catalogue_that_could_not_be_read_at_the_start_does_not_keep_the_lease()
    {
        var volume = await _account.VolumeAsync();
        _account.Sandbox.Faults.Add(new DenyRule("s3:ListBucket"));
        await Assert.ThrowsAsync<EbsBackupException>(() => _account.TakeAsync(Request(volume)));
        _account.Sandbox.Faults.Clear();
        Assert.Null(Assert.Single(await _account.TakeAsync(Request(volume))).Error);
    }

    [Fact]
    public async Task Description_names_what_its_template_asks_for()
    {
        var volume = await _account.VolumeAsync(("Name", "data"));
        await _account.TakeAsync(Request(volume) with { Description = "{policy} of {name} ({volume}) at {slot} {unknown} {instance}" });
        Assert.Equal($"default of data ({volume}) at 2026-01-31T23:30:00Z {{unknown}} ", Assert.Single(await _account.SnapshotsAsync()).Description);
    }

    [Fact]
    public async Task Description_that_grows_too_long_is_cut_where_AWS_would_refuse_it()
    {
        var volume = await _account.VolumeAsync(("Name", new string('n', 250)));
        Assert.Null(Assert.Single(await _account.TakeAsync(Request(volume) with { Description = "{name}{name}" })).Error);
        Assert.Equal(255, Assert.Single(await _account.SnapshotsAsync()).Description.Length);
    }

    private static TakeRequest Request(VolumeId volume) => new()
    {
        Volumes = new VolumeSelector { VolumeIds = [volume] },
        Catalog = SandboxAccount.Catalog,
    };

    private async Task<InstanceId> InstanceAsync()
    {
        var reservation = (await _account.EC2.RunInstancesAsync(new RunInstancesRequest("ami-0123456789abcdef0", 1, 1)
        {
            BlockDeviceMappings =
            [
                new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 8 } },
                new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { VolumeSize = 20 } },
            ],
        })).Reservation;
        return InstanceId.Parse(reservation.Instances[0].InstanceId);
    }

    private async Task<List<string>> RecordKeysAsync() => await _account.KeysAsync("snapshots/222222222222/");

    private async Task<List<SnapshotReadResult>> ReadAsync(SnapshotQuery query)
    {
        var found = new List<SnapshotReadResult>();
        await foreach (var result in new SnapshotReader(_account.Session).ReadAsync(query)) found.Add(result);
        return found;
    }

    private sealed class Sink(List<TakeProgress> seen) : IProgress<TakeProgress>
    {
        public void Report(TakeProgress value) => seen.Add(value);
    }
}
