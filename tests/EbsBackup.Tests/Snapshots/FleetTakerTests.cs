using System.Diagnostics;
using System.Globalization;
using System.Text;
using EbsBackup.Catalog;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;
using Xunit.Abstractions;

namespace EbsBackup.Tests.Snapshots;

public sealed class FleetTakerTests(ITestOutputHelper output)
{
    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2"];

    [Fact]
    public async Task Volumes_of_every_account_and_region_are_taken_in_one_run_with_one_slot()
    {
        using var fleet = FleetOf(accounts: 3, volumes: 2);
        var results = await fleet.TakeAsync(new FleetSelector { Regions = FleetAccount.RegionNames(2), OrganizationRole = "Backup" });
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
        using var fleet = FleetOf(accounts: 2, volumes: 1);
        var selector = new FleetSelector { Regions = FleetAccount.RegionNames(2), OrganizationRole = "Backup" };
        var slot = new Slot(fleet.Account.Sandbox.Clock.GetUtcNow());
        await fleet.TakeAsync(selector, r => r with { Slot = slot });
        fleet.Account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.All(await fleet.TakeAsync(selector, r => r with { Slot = slot }), r => Assert.Equal((TakeAction.Adopt, null), (r.Result.Action, r.Result.Error)));
        Assert.Equal(4, fleet.Account.Sandbox.Calls.CountOf("CreateSnapshot"));
    }

    [Fact]
    public async Task Bad_account_bad_region_and_bad_volume_stop_no_other_and_are_in_the_outcome()
    {
        using var fleet = FleetOf(accounts: 3, volumes: 2, closed: 1);
        var denied = FleetAccount.AccountIdOf(2);
        var broken = "";
        fleet.Account.Sandbox.Faults.Hook = call =>
            call is { Operation: "DescribeVolumes", Region: "us-west-2" } && call.AccountId == denied ? Fault.Error("UnauthorizedOperation", "no", 403)
            : call.Operation == "CreateSnapshot" && Interlocked.CompareExchange(ref broken, "done", "") == "" ? Fault.Error("IncorrectState", "no", 400)
            : null;
        var results = await fleet.TakeAsync(new FleetSelector { Regions = FleetAccount.RegionNames(2), OrganizationRole = "Backup" });
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
        using var fleet = FleetOf(accounts: 2, volumes: 1);
        var there = VolumeId.Parse(VolumeOf(0, 1, 0));
        var nowhere = VolumeId.Parse("vol-0fffffffffffffff1");
        var results = await fleet.TakeAsync(
            new FleetSelector { Regions = FleetAccount.RegionNames(2), OrganizationRole = "Backup" },
            r => r with { Volumes = new VolumeSelector { VolumeIds = [there, nowhere] } });
        Assert.Equal(2, results.Count);
        Assert.Equal(("UnknownVolume", nowhere.Value), (results.Single(r => r.Result.Error is not null).Result.Error! is var e ? (e.Id, e.TargetId) : default));
    }

    [Fact]
    public async Task Place_that_breaks_midway_says_of_each_volume_that_it_was_not_taken()
    {
        using var fleet = FleetOf(accounts: 2, volumes: 3);
        var listed = 0;
        var plan = await fleet.PlanAsync(new FleetSelector { OrganizationRole = "Backup" });
        fleet.Account.Sandbox.Faults.Hook = call => call.Operation == "ListObjectsV2" && Interlocked.Increment(ref listed) == 1 ? Fault.Error("AccessDenied", "no", 403) : null;
        var results = await fleet.ExecuteAsync(plan);
        Assert.Equal(3, results.Count(r => r.Result.Error is null));
        Assert.Equal(3, results.Count(r => r.Result is { Error.Id: "AccessDenied", VolumeId: not null }));
        Assert.Equal(2, results.GroupBy(r => (r.Place!.AccountId, r.Result.Error is null)).Count());
    }

    [Fact]
    public async Task Roles_are_given_by_name_too_and_one_that_is_no_role_is_one_error()
    {
        using var fleet = FleetOf(accounts: 2, volumes: 1);
        var results = await fleet.TakeAsync(new FleetSelector { RoleArns = [$"arn:aws:iam::{FleetAccount.AccountIdOf(0)}:role/Backup", $"arn:aws:iam::{FleetAccount.AccountIdOf(0)}:role/Backup", "Backup"] });
        Assert.Equal(["InvalidRoleArn", null], results.Select(r => r.Result.Error?.Id));
        Assert.Equal(FleetAccount.AccountIdOf(0), results[1].Place!.AccountId.Value);
    }

    [Fact]
    public async Task One_place_alone_fails_as_a_whole()
    {
        using var fleet = FleetOf(accounts: 1, volumes: 1);
        fleet.Account.Sandbox.Faults.Add(new DenyRule("ec2:DescribeVolumes"));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<EbsBackupException>(() => fleet.TakeAsync(new FleetSelector()))).Error.Id);
    }

    [Fact]
    public async Task Ten_thousand_volumes_in_twenty_accounts_and_four_regions_are_one_run_of_few_calls()
    {
        using var fleet = FleetOf(accounts: 20, volumes: 125);
        var watch = Stopwatch.StartNew();
        var results = await fleet.TakeAsync(new FleetSelector { Regions = FleetAccount.RegionNames(4), OrganizationRole = "Backup" });
        watch.Stop();
        Assert.Equal(10_000, results.Count);
        Assert.All(results, r => Assert.Null(r.Result.Error));
        Assert.Equal(10_000, fleet.Account.Sandbox.Calls.CountOf("CreateSnapshot"));

        // An intent, the snapshot and its record for each volume; the rest grows with accounts and Regions alone.
        var calls = fleet.Account.Sandbox.Calls.Records.Count;
        output.WriteLine($"{calls} calls for 10,000 volumes in {watch.Elapsed.TotalSeconds:f1} s: {calls / 30_000.0:f4} of three a volume");
        Assert.InRange(calls, 30_000, 30_000 + (80 * 8));
    }

    /// <param name="closed">The number of an account whose role trusts nobody.</param>
    private static FleetAccount FleetOf(int accounts, int volumes, int? closed = null) => new(accounts, volumes, closed);

    private static string VolumeOf(int account, int region, int number) => $"vol-0{account:x4}{region:x4}{number:x8}";

    /// <summary>A management account that holds the records, and members with volumes and the role Backup.</summary>
    private sealed class FleetAccount : IDisposable
    {
        private Fleet? _fleet;

        public FleetAccount(int accounts, int volumes, int? closed)
        {
            var path = Path.GetTempFileName();
            try
            {
                File.WriteAllText(path, State(accounts, volumes, closed));
                Account = new SandboxAccount(new SandboxOptions { StatePath = path });
            }
            finally
            {
                File.Delete(path);
            }
        }

        public SandboxAccount Account { get; }

        public static string AccountIdOf(int number) => $"3{number:d11}";

        public static RegionName[] RegionNames(int count) => [.. Regions.Take(count).Select(RegionName.Parse)];

        public async Task<FleetTakePlan> PlanAsync(FleetSelector selector, Func<TakeRequest, TakeRequest>? change = null)
        {
            var request = new TakeRequest { Volumes = new VolumeSelector { Tags = new Dictionary<string, string> { ["Backup"] = "*" } }, Catalog = SandboxAccount.Catalog };
            _fleet = await Fleet.OpenAsync(Account.Session, selector);
            return await new FleetTaker(Account.Session).PlanAsync(_fleet, change?.Invoke(request) ?? request);
        }

        public async Task<List<FleetTakeResult>> ExecuteAsync(FleetTakePlan plan)
        {
            var results = new List<FleetTakeResult>();
            await foreach (var result in new FleetTaker(Account.Session).ExecuteAsync(plan)) results.Add(result);
            return results;
        }

        public async Task<List<FleetTakeResult>> TakeAsync(FleetSelector selector, Func<TakeRequest, TakeRequest>? change = null) => await ExecuteAsync(await PlanAsync(selector, change));

        public void Dispose()
        {
            _fleet?.Dispose();
            Account.Dispose();
        }

        private static string State(int accounts, int volumes, int? closed)
        {
            var text = new StringBuilder("""{"schemaVersion":1,"defaultAccount":"222222222222","accounts":[{"id":"222222222222","management":true}""");
            for (var account = 0; account < accounts; account++)
            {
                text.Append(CultureInfo.InvariantCulture, $$""",{"id":"3{{account:d11}}","roles":[{"name":"Backup","trust":[{{(account == closed ? "" : "\"222222222222\"")}}]}],"regions":{""");
                for (var region = 0; region < Regions.Length; region++)
                {
                    var all = Enumerable.Range(0, volumes).Select(n => $$"""{"VolumeId":"{{VolumeOf(account, region, n)}}","Size":8,"VolumeType":"gp3","State":"available","Tags":[{"Key":"Backup","Value":"daily"}]}""");
                    text.Append(CultureInfo.InvariantCulture, $$"""{{(region == 0 ? "" : ",")}}"{{Regions[region]}}":{"volumes":[{{string.Join(",", all)}}]}""");
                }

                text.Append("}}");
            }

            return text.Append("]}").ToString();
        }
    }
}
