using System.Globalization;
using System.Text;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests;

/// <summary>A management account that holds the records, and members with volumes and the role Backup.</summary>
internal sealed class SandboxFleet : IDisposable
{
    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2"];
    private readonly List<Fleet> _fleets = [];

    /// <param name="closed">The number of an account whose role trusts nobody.</param>
    public SandboxFleet(int accounts, int volumes, int? closed = null)
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

    public static string VolumeOf(int account, int region, int number) => $"vol-0{account:x4}{region:x4}{number:x8}";

    /// <summary>Every account, in so many Regions.</summary>
    public static FleetSelector Everywhere(int regions) => new() { Regions = RegionNames(regions), OrganizationRole = "Backup" };

    public async Task<Fleet> OpenAsync(FleetSelector selector)
    {
        var fleet = await Fleet.OpenAsync(Account.Session, selector);
        _fleets.Add(fleet);
        return fleet;
    }

    public async Task<FleetPlan<TakePlan>> PlanAsync(FleetSelector selector, Func<TakeRequest, TakeRequest>? change = null)
    {
        var request = new TakeRequest { Volumes = new VolumeSelector { Tags = new Dictionary<string, string> { ["Backup"] = "*" } }, Catalog = SandboxAccount.Catalog };
        return await new FleetTaker(Account.Session).PlanAsync(await OpenAsync(selector), change?.Invoke(request) ?? request);
    }

    public Task<List<FleetResult<TakeResult>>> ExecuteAsync(FleetPlan<TakePlan> plan) => ListAsync(new FleetTaker(Account.Session).ExecuteAsync(plan));

    public async Task<List<FleetResult<TakeResult>>> TakeAsync(FleetSelector selector, Func<TakeRequest, TakeRequest>? change = null) => await ExecuteAsync(await PlanAsync(selector, change));

    public async Task<List<FleetResult<RetentionResult>>> ExpireAsync(FleetSelector selector, RetentionRequest request)
    {
        var expirer = new FleetExpirer(Account.Session);
        return await ListAsync(expirer.ExecuteAsync(await expirer.PlanAsync(await OpenAsync(selector), request)));
    }

    public async Task<List<FleetResult<CatalogRepairResult>>> RepairAsync(FleetSelector selector)
    {
        var repairer = new FleetRepairer(Account.Session);
        return await ListAsync(repairer.ExecuteAsync(await repairer.PlanAsync(await OpenAsync(selector), new CatalogRepairRequest(SandboxAccount.Catalog))));
    }

    public async Task<List<FleetResult<SnapshotReadResult>>> ReadAsync(FleetSelector selector, SnapshotQuery query) =>
        await ListAsync(new FleetReader(Account.Session).ReadAsync(await OpenAsync(selector), query));

    public void Dispose()
    {
        foreach (var fleet in _fleets) fleet.Dispose();
        Account.Dispose();
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
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
