using System.Diagnostics;
using EbsBackup.Catalog;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;
using Xunit.Abstractions;

namespace EbsBackup.Tests.Snapshots;

public sealed class FleetTakerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Volumes_of_every_account_and_region_are_taken_in_one_run_with_one_slot()
    {
        using var fleet = new SandboxFleet(accounts: 3, volumes: 2);
        var results = await fleet.TakeAsync(new FleetSelector { Regions = SandboxFleet.RegionNames(2), OrganizationRole = "Backup" });
        Assert.All(results, r => Assert.Null(r.Result.Error));
        Assert.Equal(3 * 2 * 2, results.Count);
        Assert.Single(results.Select(r => r.Result.Snapshot!.Slot).Distinct());
        Assert.Single(results.Select(r => r.Result.Snapshot!.Run).Distinct());
        Assert.Equal(6, results.Select(r => (r.Place!.AccountId, r.Place.Region)).Distinct().Count());
        var keys = await fleet.Account.KeysAsync();
        Assert.Equal(12, keys.Count(k => !k.Contains("/_", StringComparison.Ordinal)));
        Assert.DoesNotContain(keys, k => k.Contains("/_intents/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rerun_of_a_fleets_slot_adopts_every_backup()
    {
        using var fleet = new SandboxFleet(accounts: 2, volumes: 1);
        var selector = new FleetSelector { Regions = SandboxFleet.RegionNames(2), OrganizationRole = "Backup" };
        var slot = new Slot(fleet.Account.Sandbox.Clock.GetUtcNow());
        await fleet.TakeAsync(selector, r => r with { Slot = slot });
        fleet.Account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.All(await fleet.TakeAsync(selector, r => r with { Slot = slot }), r => Assert.Equal((TakeAction.Adopt, null), (r.Result.Action, r.Result.Error)));
        Assert.Equal(4, fleet.Account.Sandbox.Calls.CountOf("CreateSnapshot"));
    }

    [Fact]
    public async Task Bad_account_bad_region_and_bad_volume_stop_no_other_and_are_in_the_outcome()
    {
        using var fleet = new SandboxFleet(accounts: 3, volumes: 2, closed: 1);
        var denied = SandboxFleet.AccountIdOf(2);
        var broken = "";
        fleet.Account.Sandbox.Faults.Hook = call =>
            call is { Operation: "DescribeVolumes", Region: "us-west-2" } && call.AccountId == denied ? Fault.Error("UnauthorizedOperation", "no", 403)
            : call.Operation == "CreateSnapshot" && Interlocked.CompareExchange(ref broken, "done", "") == "" ? Fault.Error("IncorrectState", "no", 400)
            : null;
        var results = await fleet.TakeAsync(new FleetSelector { Regions = SandboxFleet.RegionNames(2), OrganizationRole = "Backup" });
        Assert.Equal(["AccessDenied", "Rejected", "RoleNotAssumable"], results.Where(r => r.Result.Error is not null).Select(r => r.Result.Error!.Id).Order(StringComparer.Ordinal));
        Assert.Equal((2 * 2 * 2) - 2 - 1, results.Count(r => r.Result.Error is null));
        Assert.Contains($"{denied} us-west-2: ", results.Single(r => r.Result.Error?.Id == "AccessDenied").Result.Error!.Message, StringComparison.Ordinal);
        var tally = new OutcomeTally();
        foreach (var result in results) tally.Add(result.Result.Error);
        Assert.Equal((Outcome.Partial, 3), (tally.Outcome, tally.Failed));
    }

    [Fact]
    public async Task Volume_that_is_in_one_place_is_not_missed_in_the_others_and_one_that_is_nowhere_is_one_error()
    {
        using var fleet = new SandboxFleet(accounts: 2, volumes: 1);
        var there = VolumeId.Parse(SandboxFleet.VolumeOf(0, 1, 0));
        var nowhere = VolumeId.Parse("vol-0fffffffffffffff1");
        var results = await fleet.TakeAsync(
            new FleetSelector { Regions = SandboxFleet.RegionNames(2), OrganizationRole = "Backup" },
            r => r with { Volumes = new VolumeSelector { VolumeIds = [there, nowhere] } });
        Assert.Equal(2, results.Count);
        Assert.Equal(("UnknownVolume", nowhere.Value), (results.Single(r => r.Result.Error is not null).Result.Error! is var e ? (e.Id, e.TargetId) : default));
    }

    [Fact]
    public async Task Place_that_breaks_midway_says_of_each_volume_that_it_was_not_taken()
    {
        using var fleet = new SandboxFleet(accounts: 2, volumes: 3);
        var listed = 0;
        var plan = await fleet.PlanAsync(new FleetSelector { OrganizationRole = "Backup" });
        fleet.Account.Sandbox.Faults.Hook = call => call.Operation == "ListObjectsV2" && Interlocked.Increment(ref listed) == 1 ? Fault.Error("AccessDenied", "no", 403) : null;
        var results = await fleet.ExecuteAsync(plan);
        Assert.Equal(3, results.Count(r => r.Result.Error is null));
        Assert.Equal(3, results.Count(r => r.Result is { Error.Id: "AccessDenied", VolumeId: not null }));
        Assert.Equal(2, results.GroupBy(r => (r.Place!.AccountId, r.Result.Error is null)).Count());
    }

    [Fact]
    public async Task Two_schedulers_of_one_policy_in_different_accounts_work_at_once()
    {
        using var fleet = new SandboxFleet(accounts: 2, volumes: 1);
        var selectors = Enumerable.Range(0, 2).Select(n => new FleetSelector { RoleArns = [$"arn:aws:iam::{SandboxFleet.AccountIdOf(n)}:role/Backup"] });
        var store = new CatalogStore(fleet.Account.S3, SandboxAccount.Catalog);
        var here = AccountId.Parse(SandboxFleet.AccountIdOf(0));
        await using var other = await CatalogLease.AcquireAsync(store, PolicyName.Default, here, SandboxAccount.Region, "other", new LeapingClock(fleet.Account.Sandbox.Clock), default);
        Assert.Null(Assert.Single(await fleet.TakeAsync(selectors.Last())).Result.Error);
        Assert.Equal("PolicyBusy", (await Assert.ThrowsAsync<EbsBackupException>(() => fleet.TakeAsync(selectors.First()))).Error.Id);
    }

    [Fact]
    public async Task Two_runs_of_one_fleet_and_slot_at_once_make_one_backup_a_volume()
    {
        using var fleet = new SandboxFleet(accounts: 4, volumes: 2);
        var slot = new Slot(fleet.Account.Sandbox.Clock.GetUtcNow());
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => fleet.TakeAsync(SandboxFleet.Everywhere(4), r => r with { Slot = slot }))));
        Assert.Equal(32, fleet.Account.Sandbox.Calls.CountOf("CreateSnapshot"));
        var told = both.SelectMany(r => r).ToLookup(r => r.Result.VolumeId);
        Assert.Equal(32, told.Count);
        Assert.All(told, volume => Assert.Contains(volume, r => r.Result.Error is null));
        Assert.All(both.SelectMany(r => r).Where(r => r.Result.Error is not null), r => Assert.Equal("PolicyBusy", r.Result.Error!.Id));
    }

    [Fact]
    public async Task Roles_are_given_by_name_too_and_one_that_is_no_role_is_one_error()
    {
        using var fleet = new SandboxFleet(accounts: 2, volumes: 1);
        var results = await fleet.TakeAsync(new FleetSelector { RoleArns = [$"arn:aws:iam::{SandboxFleet.AccountIdOf(0)}:role/Backup", $"arn:aws:iam::{SandboxFleet.AccountIdOf(0)}:role/Backup", "Backup"] });
        Assert.Equal(["InvalidRoleArn", null], results.Select(r => r.Result.Error?.Id));
        Assert.Equal(SandboxFleet.AccountIdOf(0), results[1].Place!.AccountId.Value);
    }

    [Fact]
    public async Task One_place_alone_fails_as_a_whole()
    {
        using var fleet = new SandboxFleet(accounts: 1, volumes: 1);
        fleet.Account.Sandbox.Faults.Add(new DenyRule("ec2:DescribeVolumes"));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<EbsBackupException>(() => fleet.TakeAsync(new FleetSelector()))).Error.Id);
    }

    [Fact]
    public async Task Ten_thousand_volumes_in_twenty_accounts_and_four_regions_are_one_run_of_few_calls()
    {
        using var fleet = new SandboxFleet(accounts: 20, volumes: 125);
        var watch = Stopwatch.StartNew();
        var results = await fleet.TakeAsync(new FleetSelector { Regions = SandboxFleet.RegionNames(4), OrganizationRole = "Backup" });
        watch.Stop();
        Assert.Equal(10_000, results.Count);
        Assert.All(results, r => Assert.Null(r.Result.Error));
        Assert.Equal(10_000, fleet.Account.Sandbox.Calls.CountOf("CreateSnapshot"));

        // An intent, the snapshot and its record for each volume; the rest grows with accounts and Regions alone.
        var calls = fleet.Account.Sandbox.Calls.Records.Count;
        output.WriteLine($"{calls} calls for 10,000 volumes in {watch.Elapsed.TotalSeconds:f1} s: {calls / 30_000.0:f4} of three a volume");
        Assert.InRange(calls, 30_000, 30_000 + (80 * 10));
    }

}
