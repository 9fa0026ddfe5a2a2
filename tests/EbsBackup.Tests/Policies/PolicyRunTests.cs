using Amazon.EC2.Model;
using EbsBackup.Policies;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Policies;

public sealed class PolicyRunTests : IDisposable
{
    private static readonly RegionName Second = RegionName.Parse("eu-west-1");

    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Every_region_is_taken_and_expired_with_its_records_in_one_bucket()
    {
        await VolumeAsync(SandboxAccount.Region);
        await VolumeAsync(Second);
        await DaysAsync(KeepLast(3), 4);
        var (results, tally) = await RunAsync(KeepLast(3));
        Assert.Equal((Outcome.Succeeded, 4, 0), (tally.Outcome, tally.Done, tally.Failed));
        Assert.Equal(["eu-west-1", "us-east-1"], Regions(results, PolicyAction.Create));
        Assert.Equal(["eu-west-1", "us-east-1"], Regions(results, PolicyAction.Delete));
        Assert.All(results, r => Assert.Equal("222222222222", r.AccountId?.Value));
        Assert.Equal(8, (await _account.KeysAsync()).Count(k => !k.Contains("/_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Retention_runs_although_nothing_could_be_taken()
    {
        await VolumeAsync(SandboxAccount.Region);
        await DaysAsync(KeepLast(-1), 4);
        _account.Sandbox.Faults.Add(new DenyRule("ec2:CreateSnapshot"));
        var (results, tally) = await RunAsync(KeepLast(-1) with { Retention = new() { KeepLast = 3 } });
        Assert.Equal((Outcome.Partial, 1, 1), (tally.Outcome, tally.Done, tally.Failed));
        Assert.Equal((PolicyStep.Take, "AccessDenied"), results.Single(r => r.Error is not null) is var failed ? (failed.Step, failed.Error!.Id) : default);
        Assert.Equal(3, (await _account.SnapshotsAsync()).Count);
    }

    [Fact]
    public async Task Backup_that_did_not_complete_costs_no_other_its_place()
    {
        await VolumeAsync(SandboxAccount.Region);
        await DaysAsync(KeepLast(1), 1);
        _account.Sandbox.SnapshotEnds.Enqueue("error");
        var (results, tally) = await RunAsync(KeepLast(1), r => r with { Wait = true });
        Assert.Equal("SnapshotFailed", results.Single(r => r.Error is not null).Error!.Id);
        Assert.DoesNotContain(results, r => r is { Action: PolicyAction.Delete, Error: null });
        Assert.Equal(Outcome.Failed, tally.Outcome);
    }

    [Fact]
    public async Task Changed_rules_wait_for_a_person_and_that_is_no_success()
    {
        await VolumeAsync(SandboxAccount.Region);
        await DaysAsync(KeepLast(-1), 5);
        var (results, tally) = await RunAsync(KeepLast(1));
        Assert.Equal(Outcome.Partial, tally.Outcome);
        Assert.Equal("DeletionsWait", results.Single(r => r.Error is not null).Error!.Id);
        Assert.Equal(6, (await _account.SnapshotsAsync()).Count);

        await RunAsync(KeepLast(1), r => r with { AcceptLargeDeletion = true });
        Assert.True((await _account.SnapshotsAsync()).Count <= 3);
    }

    [Fact]
    public async Task Changed_rules_that_one_region_has_come_to_know_still_wait_in_another()
    {
        await VolumeAsync(Second);
        await DaysAsync(KeepLast(-1), 5);
        await VolumeAsync(SandboxAccount.Region);
        await RunAsync(KeepLast(1) with { Regions = [SandboxAccount.Region] });
        var (results, _) = await RunAsync(KeepLast(1) with { Regions = [SandboxAccount.Region, Second] });
        Assert.DoesNotContain(results, r => r is { Action: PolicyAction.Delete, Error: null });
        Assert.Equal(("DeletionsWait", Second), results.Single(r => r.Error is not null) is var waits ? (waits.Error!.Id, waits.Region) : default);
    }

    [Fact]
    public async Task Preview_says_of_each_volume_and_snapshot_what_would_be_and_changes_nothing()
    {
        await VolumeAsync(SandboxAccount.Region);
        await DaysAsync(KeepLast(1), 1);
        await _account.VolumeAsync(("backup", "no"));
        var run = new PolicyRun(_account.Session, new PolicyRunRequest { Policy = KeepLast(1) with { Regions = [] } });
        var results = new List<PolicyResult>();
        await foreach (var result in run.PreviewAsync()) results.Add(result);
        Assert.Equal([(PolicyAction.Create, "tagged backup=daily"), (PolicyAction.Skip, "not tagged backup=daily"), (PolicyAction.Keep, "keepLast")], results.OrderBy(r => (r.Step, r.Action)).Select(r => (r.Action, r.Reasons[0])));
        Assert.Single(await _account.SnapshotsAsync());
    }

    [Fact]
    public async Task Rerun_of_a_slot_adopts()
    {
        await VolumeAsync(SandboxAccount.Region);
        var slot = new Slot(_account.Sandbox.Clock.GetUtcNow());
        await RunAsync(KeepLast(3), r => r with { Slot = slot });
        var (results, _) = await RunAsync(KeepLast(3), r => r with { Slot = slot });
        Assert.Contains(results, r => r is { Action: PolicyAction.Adopt, Error: null });
        Assert.Single(await _account.SnapshotsAsync());
    }

    [Fact]
    public async Task What_fails_as_a_whole_is_a_result_and_stops_nothing_else()
    {
        await VolumeAsync(SandboxAccount.Region);
        await DaysAsync(KeepLast(2), 3);
        var none = await RunAsync(new BackupPolicy { Retention = new() { KeepLast = 1 } });
        Assert.Equal(("PolicySelectsNothing", Outcome.Failed), (Assert.Single(none.Results).Error!.Id, none.Tally.Outcome));

        _account.Sandbox.Faults.Add(new DenyRule("ec2:DescribeVolumes"));
        var blind = await RunAsync(KeepLast(2) with { Regions = [] });
        Assert.Equal((PolicyStep.Take, "AccessDenied"), blind.Results.Single(r => r.Error is not null) is var failed ? (failed.Step, failed.Error!.Id) : default);
        Assert.Contains(blind.Results, r => r is { Action: PolicyAction.Delete, Error: null });

        _account.Sandbox.Faults.Add(new DenyRule("sts:GetCallerIdentity"));
        using var stranger = _account.NewSession();
        var run = new PolicyRun(stranger, new PolicyRunRequest { Policy = KeepLast(2) });
        await foreach (var result in run.ExecuteAsync()) Assert.Equal("AccessDenied", result.Error!.Id);
        Assert.Equal(Outcome.Failed, run.Tally.Outcome);
    }

    [Fact]
    public async Task Cancelled_run_gives_the_lease_back()
    {
        await VolumeAsync(SandboxAccount.Region);
        using var stop = new CancellationTokenSource();
        _account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "CreateSnapshot") stop.Cancel();
            return null;
        };
        var run = new PolicyRun(_account.Session, new PolicyRunRequest { Policy = KeepLast(2) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in run.ExecuteAsync(stop.Token)) continue;
        });
        _account.Sandbox.Faults.Clear();
        Assert.Equal(Outcome.Succeeded, (await RunAsync(KeepLast(2))).Tally.Outcome);
    }

    private static BackupPolicy KeepLast(int count) => new()
    {
        Name = PolicyName.Parse("nightly"),
        Selection = new VolumeSelector { Tags = new Dictionary<string, string> { ["backup"] = "daily" } },
        Regions = [SandboxAccount.Region, Second],
        Catalog = SandboxAccount.Catalog,
        Retention = new RetentionRules { KeepLast = count },
    };

    private static IEnumerable<string> Regions(IEnumerable<PolicyResult> results, PolicyAction action) =>
        results.Where(r => r.Action == action).Select(r => r.Region!.Value.Value).Order(StringComparer.Ordinal);

    private async Task VolumeAsync(RegionName region) => await _account.Session.EC2(region).CreateVolumeAsync(new CreateVolumeRequest
    {
        AvailabilityZone = region.Value + "a", Size = 8, TagSpecifications = [new TagSpecification { ResourceType = "volume", Tags = [new Tag("backup", "daily")] }],
    });

    /// <summary>So many daily runs, each complete before the next.</summary>
    private async Task DaysAsync(BackupPolicy policy, int days)
    {
        for (var day = 0; day < days; day++)
        {
            await RunAsync(policy);
            _account.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    private async Task<(List<PolicyResult> Results, OutcomeTally Tally)> RunAsync(BackupPolicy policy, Func<PolicyRunRequest, PolicyRunRequest>? change = null)
    {
        var request = new PolicyRunRequest { Policy = policy };
        var run = new PolicyRun(_account.Session, change is null ? request : change(request));
        var results = new List<PolicyResult>();
        await foreach (var result in run.ExecuteAsync()) results.Add(result);
        return (results, run.Tally);
    }
}
