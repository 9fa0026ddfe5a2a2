using Amazon.EC2.Model;
using Amazon.S3.Model;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Snapshots;
using Tag = Amazon.EC2.Model.Tag;

namespace EbsBackup.Tests.Catalog;

public sealed class CatalogRepairTests : IDisposable
{
    private const string Records = "snapshots/222222222222/us-east-1/";
    private readonly SandboxAccount _account = new();

    private CatalogStore Store => new(_account.S3, SandboxAccount.Catalog);

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Catalogue_in_order_needs_nothing()
    {
        await TakeAsync(wait: true);
        Assert.Empty((await PlanAsync()).Decisions);
    }

    [Fact]
    public async Task Whole_catalogue_is_rebuilt_from_tags_alone()
    {
        for (var day = 0; day < 3; day++)
        {
            await TakeAsync(wait: true);
            _account.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        }

        var before = await ReadAllAsync();
        foreach (var key in await _account.KeysAsync()) await _account.S3.DeleteObjectAsync(SandboxAccount.Bucket, key);
        var results = await RepairAsync();
        Assert.All(results, r => Assert.Equal((CatalogRepairAction.Create, null), (r.Decision!.Action, r.Error)));
        var after = await ReadAllAsync();
        Assert.Equal(3, after.Count);
        Assert.Equal(before.Select(Known), after.Select(Known));
        Assert.Empty((await PlanAsync()).Decisions);

        static (SnapshotId, VolumeId, string?, DateTimeOffset?, PolicyName?, Slot?, string?) Known(SnapshotRecord r) =>
            (r.SnapshotId, r.VolumeId, r.State, r.CompletionTime, r.Policy, r.Slot, r.Run);
    }

    [Fact]
    public async Task Pending_record_is_refreshed_and_keeps_what_only_it_knows()
    {
        await TakeAsync();
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        var decision = Assert.Single(await RepairAsync()).Decision!;
        Assert.Equal((CatalogRepairAction.Refresh, "the record says pending, EC2 says completed"), (decision.Action, decision.Reason));
        var record = Assert.Single(await ReadAllAsync());
        Assert.Equal(("completed", "100%", "gp3", "us-east-1a"), (record.State, record.Progress, record.VolumeType, record.AvailabilityZone));
        Assert.NotNull(record.CompletionTime);
        Assert.Empty((await PlanAsync()).Decisions);
    }

    [Fact]
    public async Task Record_of_a_snapshot_that_is_gone_goes_once_it_is_aged()
    {
        var taken = await TakeAsync(wait: true);
        await _account.EC2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = taken.Value });
        Assert.Equal(CatalogRepairAction.Skip, Assert.Single(await RepairAsync()).Decision!.Action);
        Assert.Single(await _account.KeysAsync(Records));
        _account.Sandbox.Clock.Advance(DeletionJournal.CertainAfter + TimeSpan.FromMinutes(1));
        Assert.Equal(CatalogRepairAction.Drop, Assert.Single(await RepairAsync()).Decision!.Action);
        Assert.Empty(await _account.KeysAsync(Records));
    }

    [Fact]
    public async Task Record_stays_when_EC2_cannot_be_asked_about_its_snapshot()
    {
        var taken = await TakeAsync(wait: true);
        await _account.EC2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = taken.Value });
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
        var describes = 0;
        _account.Sandbox.Faults.Hook = call => call.Operation == "DescribeSnapshots" && Interlocked.Increment(ref describes) > 2 ? Fault.Error("UnauthorizedOperation", "no", 403) : null;
        var results = await RepairAsync();
        Assert.Equal("AccessDenied", results.Single(r => r.Error is not null).Error!.Id);
        Assert.Equal(CatalogRepairAction.Skip, results.Single(r => r.Error is null).Decision!.Action);
        Assert.Single(await _account.KeysAsync(Records));
    }

    [Fact]
    public async Task Nothing_is_dropped_on_the_strength_of_a_listing_that_failed()
    {
        await TakeAsync(wait: true);
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
        _account.Sandbox.Faults.Add(new DenyRule("ec2:DescribeSnapshots"));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<EbsBackupException>(PlanAsync)).Error.Id);
        Assert.Single(await _account.KeysAsync(Records));
    }

    [Fact]
    public async Task Object_that_is_no_record_is_written_anew()
    {
        await TakeAsync(wait: true);
        var key = Assert.Single(await _account.KeysAsync(Records));
        await PutAsync(key, "{");
        Assert.Equal(CatalogRepairAction.Refresh, Assert.Single(await RepairAsync()).Decision!.Action);
        Assert.Equal("completed", Assert.Single(await ReadAllAsync()).State);
    }

    [Fact]
    public async Task Original_programs_records_are_adopted_and_their_snapshots_become_a_policys()
    {
        var volume = await _account.VolumeAsync();
        var original = await OriginalAsync(volume, volume);
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
        var result = Assert.Single(await RepairAsync(PolicyName.Parse("legacy")));
        Assert.Equal((CatalogRepairAction.Adopt, null), (result.Decision!.Action, result.Error));
        Assert.Equal($"{Records}{volume}/{original}.json", Assert.Single(await _account.KeysAsync(), k => !k.Contains("/_", StringComparison.Ordinal)));
        var ownership = OwnershipTags.Read(Assert.Single(await _account.SnapshotsAsync()).Tags.ToDictionary(t => t.Key, t => t.Value))!;
        Assert.Equal(("legacy", volume, new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero)), (ownership.Policy.Value, ownership.Volume, ownership.Slot.Instant));
        var record = Assert.Single(await ReadAllAsync());
        Assert.Equal(("completed", "legacy", 1), (record.State, record.Policy?.Value, record.SchemaVersion));
        Assert.Empty((await PlanAsync()).Decisions);
    }

    [Fact]
    public async Task Original_record_that_tells_of_another_volume_or_of_nothing_here_is_left_alone()
    {
        var original = await OriginalAsync(await _account.VolumeAsync(), VolumeId.Parse("vol-0fffffffffffffff1"));
        await PutAsync("snapshots/snap-07fe2661320289fa4.json", """{"snapshotId":"snap-07fe2661320289fa4","volumeId":"vol-07fe2661320289fa4"}""");
        _account.Sandbox.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal([CatalogRepairAction.Skip, CatalogRepairAction.Skip], (await RepairAsync()).Select(r => r.Decision!.Action));
        Assert.Equal(2, (await _account.KeysAsync()).Count);
        Assert.Empty((await _account.SnapshotsAsync()).Single(s => s.SnapshotId == original).Tags ?? []);
    }

    [Fact]
    public async Task What_killed_runs_left_behind_is_finished()
    {
        var taken = await TakeAsync(wait: true);
        var gone = await TakeAsync(wait: true);
        var volume = await _account.VolumeAsync();
        var policy = PolicyName.Default;
        var mark = Store.Keys.Deletion(policy, SandboxAccount.Id, SandboxAccount.Region, "dead", 1);
        var keys = await _account.KeysAsync(Records);
        var marked = new Dictionary<string, string> { [gone.Value] = keys.Single(k => k.Contains(gone.Value, StringComparison.Ordinal)) };
        await Store.PutAsync(mark, new DeletionMark("dead", Now, marked), CatalogJson.Default.DeletionMark, default);
        await _account.EC2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = gone.Value });
        var intent = Store.Keys.Intent(policy, SandboxAccount.Id, SandboxAccount.Region, volume, new Slot(Now));
        await Store.PutAsync(intent, new TakeIntent("dead", Now), CatalogJson.Default.TakeIntent, default);

        var early = await RepairAsync();
        Assert.Equal([CatalogRepairAction.Skip, CatalogRepairAction.Drop, CatalogRepairAction.Finish], early.Select(r => r.Decision!.Action));
        Assert.Equal(taken.Value, Assert.Single(await ReadAllAsync()).SnapshotId.Value);
        _account.Sandbox.Clock.Advance(TakeJournal.VisibilityDelay);
        Assert.Equal((CatalogRepairAction.Finish, intent), (Assert.Single(await RepairAsync()).Decision! is var d ? (d.Action, d.Key) : default));
        Assert.Empty(await _account.KeysAsync("snapshots/_intents/"));
        Assert.Empty(await _account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task Mark_stays_while_a_record_that_it_names_could_not_be_dropped()
    {
        var gone = await TakeAsync(wait: true);
        var marked = new Dictionary<string, string> { [gone.Value] = Assert.Single(await _account.KeysAsync(Records)) };
        await Store.PutAsync(Store.Keys.Deletion(PolicyName.Default, SandboxAccount.Id, SandboxAccount.Region, "dead", 1), new DeletionMark("dead", Now, marked), CatalogJson.Default.DeletionMark, default);
        await _account.EC2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = gone.Value });
        _account.Sandbox.Faults.Hook = call => call.Operation == "DeleteObjects" ? Fault.Error("AccessDenied", "no", 403) : null;
        Assert.Equal(["AccessDenied", "NotAttempted"], (await RepairAsync()).Select(r => r.Error!.Id));
        Assert.Single(await _account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task What_must_wait_for_a_record_that_could_not_be_written_is_said_not_to_be_done()
    {
        var snapshot = await TakeAsync();
        var slot = new Slot(_account.Sandbox.Clock.GetUtcNow());
        foreach (var key in await _account.KeysAsync(Records)) await _account.S3.DeleteObjectAsync(SandboxAccount.Bucket, key);
        var record = Assert.Single((await PlanAsync()).Decisions);
        await PutAsync($"snapshots/_intents/default/222222222222/us-east-1/{record.VolumeId}/{slot.KeyText}.json", "{\"run\":\"killed\",\"since\":\"2026-01-01T00:00:00Z\"}");
        Assert.Equal(2, (await PlanAsync()).Decisions.Count);
        _account.Sandbox.Faults.Hook = call => call.Operation == "PutObject" && _account.Sandbox.Calls.Records[^1].Operation != "GetObject" ? Fault.Error("AccessDenied", "no", 403) : null;
        var results = await RepairAsync();
        Assert.Equal(
            [(CatalogRepairAction.Create, "AccessDenied"), (CatalogRepairAction.Finish, "NotAttempted")],
            results.Select(r => (r.Decision!.Action, r.Error!.Id)));
        Assert.Equal(snapshot, results[0].Decision!.SnapshotId);
    }

    [Fact]
    public async Task Intent_that_a_run_wrote_anew_after_the_plan_stays()
    {
        const string Key = "snapshots/_intents/default/222222222222/us-east-1/vol-07fe2661320289fa4/20260131T233000Z.json";
        await PutAsync(Key, "{\"run\":\"killed\",\"since\":\"2026-01-01T00:00:00Z\"}");
        var plan = await PlanAsync();
        Assert.Equal(CatalogRepairAction.Finish, Assert.Single(plan.Decisions).Action);
        await PutAsync(Key, "{\"run\":\"another\",\"since\":\"2026-01-31T23:30:00Z\"}");
        await foreach (var result in new CatalogRepairer(_account.Session).ExecuteAsync(plan)) Assert.Null(result.Error);
        Assert.Equal(Key, Assert.Single(await _account.KeysAsync("snapshots/_intents/")));
    }

    [Fact]
    public async Task Policy_that_a_run_is_working_on_is_left_to_it_and_the_others_are_repaired()
    {
        await TakeAsync();
        await TakeAsync(policy: "weekly");
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (await CatalogLease.AcquireAsync(Store, PolicyName.Default, SandboxAccount.Id, SandboxAccount.Region, "other", new LeapingClock(_account.Sandbox.Clock), default))
        {
            var results = await RepairAsync();
            Assert.Equal("PolicyBusy", results.Single(r => r.Error is not null).Error!.Id);
            Assert.Equal("weekly", results.Single(r => r.Error is null).Decision!.Policy?.Value);
        }

        Assert.Equal(["completed", "pending"], (await ReadAllAsync()).Select(r => r.State).Order());
    }

    [Fact]
    public async Task Snapshots_of_others_get_no_record_and_incomplete_tags_are_named()
    {
        var volume = await _account.VolumeAsync();
        await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, Description = "by hand" });
        var half = new TagSpecification { ResourceType = "snapshot", Tags = [new Tag(OwnershipTags.PolicyKey, "default")] };
        await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, TagSpecifications = [half] });
        var decision = Assert.Single(await RepairAsync()).Decision!;
        Assert.Equal((CatalogRepairAction.Skip, "not recorded: not all of the ownership tags are there and valid"), (decision.Action, decision.Reason));
        Assert.Empty(await _account.KeysAsync());
    }

    [Fact]
    public async Task Set_snapshot_whose_run_died_before_its_volume_tag_is_completed_and_recorded()
    {
        var volume = await _account.VolumeAsync();
        var tags = new TagSpecification
        {
            ResourceType = "snapshot",
            Tags = [new Tag(OwnershipTags.PolicyKey, "default"), new Tag(OwnershipTags.SlotKey, "2026-01-31T23:30:00Z"), new Tag(OwnershipTags.RunKey, "dead"), new Tag(SnapshotTags.SetKey, "i-0123456789abcdef0")],
        };
        await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, TagSpecifications = [tags] });
        Assert.Equal(CatalogRepairAction.Create, Assert.Single(await RepairAsync()).Decision!.Action);
        Assert.Contains(Assert.Single(await _account.SnapshotsAsync()).Tags, t => t.Key == OwnershipTags.VolumeKey && t.Value == volume.Value);
        Assert.Equal(volume, Assert.Single(await ReadAllAsync()).VolumeId);
    }

    [Fact]
    public async Task After_a_kill_at_any_call_the_next_repair_finishes_the_work()
    {
        for (var kill = 1; ; kill++)
        {
            using var test = new CatalogRepairTests();
            var volume = await test._account.VolumeAsync();
            await test.OriginalAsync(volume, volume);
            await test.TakeAsync();
            await test._account.S3.DeleteObjectAsync(SandboxAccount.Bucket, Assert.Single(await test._account.KeysAsync(Records)));
            test._account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
            using var killer = new KillAfter(test._account.Sandbox, kill);
            using (var doomed = test._account.NewSession(killer)) await Record.ExceptionAsync(() => test.RepairAsync(session: doomed));
            test._account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.All(await test.RepairAsync(), r => Assert.Null(r.Error));
            Assert.Equal(2, (await test.ReadAllAsync()).Count);
            Assert.Equal(2, (await test._account.KeysAsync(Records)).Count);
            Assert.Empty((await test.PlanAsync()).Decisions);
            if (killer.Killed) continue;
            Assert.True(kill > 12, $"only {kill} calls were seen");
            break;
        }
    }

    private DateTimeOffset Now => _account.Sandbox.Clock.GetUtcNow();

    private async Task<SnapshotId> TakeAsync(bool wait = false, string policy = "default") => Assert.Single(await _account.TakeAsync(new TakeRequest
    {
        Volumes = new VolumeSelector { VolumeIds = [await _account.VolumeAsync()] },
        Policy = PolicyName.Parse(policy),
        Catalog = SandboxAccount.Catalog,
        Wait = wait,
    })).Snapshot!.SnapshotId;

    /// <summary>What the original program leaves: a snapshot without tags, and a record of the answer to its creation.</summary>
    private async Task<string> OriginalAsync(VolumeId volume, VolumeId recorded)
    {
        var made = (await _account.EC2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Value, Description = "Automated backup - 2026-01-31T23:30:00.123456" })).Snapshot;
        await PutAsync($"snapshots/{made.SnapshotId}.json", $$"""{"snapshotId":"{{made.SnapshotId}}","volumeId":"{{recorded}}","startTime":"2026-01-31 23:30:00+00:00","state":"pending","progress":"","volumeSize":8}""");
        return made.SnapshotId;
    }

    private Task PutAsync(string key, string text) => _account.S3.PutObjectAsync(new PutObjectRequest { BucketName = SandboxAccount.Bucket, Key = key, ContentBody = text });

    private Task<CatalogRepairPlan> PlanAsync() => new CatalogRepairer(_account.Session).PlanAsync(new CatalogRepairRequest(SandboxAccount.Catalog));

    private async Task<List<CatalogRepairResult>> RepairAsync(PolicyName? adoptPolicy = null, EbsBackup.Sessions.AwsSession? session = null)
    {
        var results = new List<CatalogRepairResult>();
        var request = new CatalogRepairRequest(SandboxAccount.Catalog) { AdoptPolicy = adoptPolicy ?? PolicyName.Default };
        await foreach (var result in new CatalogRepairer(session ?? _account.Session).RepairAsync(request)) results.Add(result);
        return results;
    }

    private async Task<List<SnapshotRecord>> ReadAllAsync()
    {
        var found = new List<SnapshotRecord>();
        await foreach (var result in new SnapshotReader(_account.Session).ReadAsync(new SnapshotQuery { Catalog = SandboxAccount.Catalog })) found.Add(result.Snapshot!);
        return [.. found.OrderBy(r => r.SnapshotId.Value, StringComparer.Ordinal)];
    }
}
