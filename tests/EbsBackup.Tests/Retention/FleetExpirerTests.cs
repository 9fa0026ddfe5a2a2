using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Retention;

public sealed class FleetExpirerTests : IDisposable
{
    private static readonly RetentionRequest OneDay = new() { Rules = new() { KeepWithin = CalendarDuration.OfDays(1) }, Catalog = SandboxAccount.Catalog };
    private readonly SandboxFleet _fleet = new(accounts: 3, volumes: 2);

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Expired_backups_of_every_account_and_region_go_with_their_records_in_one_run()
    {
        await TakeTwiceAsync();
        var results = await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), OneDay);
        Assert.All(results, r => Assert.Null(r.Result.Error));
        Assert.Equal((12, 12), (Count(results, RetentionAction.Delete), Count(results, RetentionAction.Keep)));
        Assert.Equal(6, results.Select(r => (r.Place!.AccountId, r.Place.Region)).Distinct().Count());
        Assert.Equal(12, (await _fleet.Account.KeysAsync("snapshots/3")).Count);
        Assert.Empty(await _fleet.Account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task Bad_account_and_bad_region_stop_no_other_and_are_in_the_outcome()
    {
        await TakeTwiceAsync();
        _fleet.Account.Sandbox.State.Account(SandboxFleet.AccountIdOf(1)).Roles.Clear();
        _fleet.Account.Sandbox.Faults.Hook = call =>
            call is { Operation: "DescribeSnapshots", Region: "us-west-2" } && call.AccountId == SandboxFleet.AccountIdOf(2) ? Fault.Error("UnauthorizedOperation", "no", 403) : null;
        var results = await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), OneDay);
        Assert.Equal(["AccessDenied", "RoleNotAssumable"], results.Where(r => r.Result.Error is not null).Select(r => r.Result.Error!.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2 * 3, Count(results, RetentionAction.Delete));
        var tally = new OutcomeTally();
        foreach (var result in results) tally.Add(result.Result.Error);
        Assert.Equal(Outcome.Partial, tally.Outcome);
    }

    [Fact]
    public async Task Volume_that_was_named_and_has_no_backup_anywhere_is_one_error_and_the_others_expire()
    {
        await TakeTwiceAsync();
        var (there, nowhere) = (VolumeId.Parse(SandboxFleet.VolumeOf(0, 1, 0)), VolumeId.Parse("vol-0fffffffffffffff1"));
        var asked = OneDay with { VolumeIds = [there, nowhere, nowhere] };
        var results = await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), asked);
        Assert.Equal(("NoBackups", nowhere.Value), results.Single(r => r.Result.Error is not null).Result.Error! is var e ? (e.Id, e.TargetId) : default);
        Assert.Equal(1, Count(results, RetentionAction.Delete));

        // Where a place could not be looked at, nobody knows.
        _fleet.Account.Sandbox.State.Account(SandboxFleet.AccountIdOf(1)).Roles.Clear();
        Assert.Equal("RoleNotAssumable", (await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), asked)).Single(r => r.Result.Error is not null).Result.Error!.Id);
    }

    [Fact]
    public async Task Place_where_another_run_is_at_work_is_left_to_it_and_each_backup_there_is_said_to_be_left()
    {
        await TakeTwiceAsync();
        var store = new CatalogStore(_fleet.Account.S3, SandboxAccount.Catalog);
        var there = AccountId.Parse(SandboxFleet.AccountIdOf(0));
        await using (await CatalogLease.AcquireAsync(store, PolicyName.Default, there, SandboxAccount.Region, "other", new LeapingClock(_fleet.Account.Sandbox.Clock), default))
        {
            var results = await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), OneDay);
            Assert.Equal(10, Count(results, RetentionAction.Delete));
            var busy = results.Where(r => r.Result.Error is not null).ToArray();
            Assert.Equal(2, busy.Length);
            Assert.All(busy, r => Assert.Equal(("PolicyBusy", RetentionAction.Skip, there), (r.Result.Error!.Id, r.Result.Action, r.Place!.AccountId)));
        }
    }

    [Fact]
    public async Task Failure_that_is_everyones_ends_the_run_and_what_remains_is_not_attempted()
    {
        await TakeTwiceAsync();
        var expirer = new FleetExpirer(_fleet.Account.Session);
        var plan = await expirer.PlanAsync(await _fleet.OpenAsync(SandboxFleet.Everywhere(4)), OneDay);
        var deletes = _fleet.Account.Sandbox.Calls.CountOf("DeleteSnapshot");
        _fleet.Account.Sandbox.Faults.Hook = call => call.Operation == "PutObject" ? Fault.Error("NoSuchBucket", "no", 404) : null;
        var results = new List<FleetResult<RetentionResult>>();
        await foreach (var result in expirer.ExecuteAsync(plan)) results.Add(result);
        Assert.Equal(deletes, _fleet.Account.Sandbox.Calls.CountOf("DeleteSnapshot"));
        Assert.Equal(12, results.Count(r => r.Result is { Error.Response: FailureResponse.StopRun, SnapshotId.Value.Length: > 0 }));
        Assert.All(results.Where(r => r.Result.Error is not null), r => Assert.Contains(r.Result.Error!.Id, new[] { "UnknownBucket", "NotAttempted" }));
    }

    [Fact]
    public async Task Rules_that_a_brake_stopped_in_one_place_are_not_taken_as_agreed_there_because_they_succeeded_in_another()
    {
        // Three backups each: under one day, two of three would go.
        for (var day = 0; day < 3; day++)
        {
            await _fleet.TakeAsync(SandboxFleet.Everywhere(2));
            _fleet.Account.Sandbox.Clock.Advance(TimeSpan.FromDays(1));
        }

        var tenDays = OneDay with { Rules = new() { KeepWithin = CalendarDuration.OfDays(10) } };
        await _fleet.ExpireAsync(new FleetSelector { Regions = SandboxFleet.RegionNames(1), OrganizationRole = "Backup" }, tenDays);

        // The first Region knows ten days, the second no rules: there one day is no change.
        for (var time = 0; time < 2; time++)
        {
            var results = await _fleet.ExpireAsync(SandboxFleet.Everywhere(2), OneDay);
            Assert.Equal(12, results.Count(r => r.Place!.Region == SandboxAccount.Region && r.Result.Action == RetentionAction.Skip));
            Assert.Equal(time == 0 ? 12 : 0, Count(results, RetentionAction.Delete));
        }
    }

    private async Task TakeTwiceAsync()
    {
        await _fleet.TakeAsync(SandboxFleet.Everywhere(2));
        _fleet.Account.Sandbox.Clock.Advance(TimeSpan.FromDays(2));
        await _fleet.TakeAsync(SandboxFleet.Everywhere(2), r => r with { Wait = true });
    }

    private static int Count(IEnumerable<FleetResult<RetentionResult>> results, RetentionAction action) => results.Count(r => r.Result.Action == action && r.Result.Error is null);
}
