using Amazon.EC2.Model;
using Amazon.S3.Model;
using EbsBackup.Catalog;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Catalog;

public sealed class FleetRepairerTests : IDisposable
{
    private readonly SandboxFleet _fleet = new(accounts: 2, volumes: 2);

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Catalogue_of_every_account_and_region_is_built_from_tags_alone()
    {
        await _fleet.TakeAsync(SandboxFleet.Everywhere(2), r => r with { Catalog = null });
        var results = await _fleet.RepairAsync(SandboxFleet.Everywhere(2));
        Assert.Equal(8, results.Count);
        Assert.All(results, r => Assert.Equal((CatalogRepairAction.Create, null), (r.Result.Decision!.Action, r.Result.Error)));
        Assert.Equal(8, (await _fleet.Account.KeysAsync("snapshots/3")).Count);
        Assert.Empty(await _fleet.RepairAsync(SandboxFleet.Everywhere(2)));
    }

    [Fact]
    public async Task Region_that_cannot_be_listed_stops_no_other()
    {
        await _fleet.TakeAsync(SandboxFleet.Everywhere(2), r => r with { Catalog = null });
        _fleet.Account.Sandbox.Faults.Hook = call => call is { Operation: "DescribeSnapshots", Region: "us-west-2" } ? Fault.Error("UnauthorizedOperation", "no", 403) : null;
        var results = await _fleet.RepairAsync(SandboxFleet.Everywhere(2));
        Assert.Equal((4, 3), (results.Count(r => r.Result.Error is null), results.Count(r => r.Result.Error?.Id == "AccessDenied")));
    }

    [Fact]
    public async Task Original_record_is_adopted_where_its_snapshot_lies_and_spoken_of_once_when_it_lies_nowhere()
    {
        using var place = _fleet.Account.Session.AssumeRole($"arn:aws:iam::{SandboxFleet.AccountIdOf(1)}:role/Backup");
        var volume = SandboxFleet.VolumeOf(1, 1, 0);
        var made = await place.EC2(SandboxFleet.RegionNames(2)[1]).CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume });
        await PutOriginalAsync(made.Snapshot.SnapshotId, volume);
        await PutOriginalAsync("snap-0fffffffffffffff1", volume);
        var results = await _fleet.RepairAsync(SandboxFleet.Everywhere(2));
        Assert.Equal(
            [(CatalogRepairAction.Skip, "snap-0fffffffffffffff1"), (CatalogRepairAction.Adopt, made.Snapshot.SnapshotId)],
            results.Select(r => (r.Result.Decision!.Action, r.Result.Decision.SnapshotId!.Value.Value)).OrderByDescending(d => d.Action));
        Assert.Equal(SandboxFleet.AccountIdOf(1), results.Single(r => r.Result.Decision!.Action == CatalogRepairAction.Adopt).Place!.AccountId.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backups_of_every_account_and_region_are_read_and_an_unknown_one_is_missed_once(bool fromCatalog)
    {
        var taken = await _fleet.TakeAsync(SandboxFleet.Everywhere(2));
        if (fromCatalog) await PutOriginalAsync("snap-0fffffffffffffff2", SandboxFleet.VolumeOf(0, 0, 0));
        var query = new SnapshotQuery { Catalog = fromCatalog ? SandboxAccount.Catalog : null };
        var all = await _fleet.ReadAsync(SandboxFleet.Everywhere(2), query);
        Assert.Equal(8 + (fromCatalog ? 1 : 0), all.Count);
        Assert.Equal(4, all.Where(r => r.Result.Snapshot!.AccountId is not null).Select(r => (r.Result.Snapshot!.AccountId, r.Result.Snapshot.Region)).Distinct().Count());

        var one = taken[^1].Result.Snapshot!.SnapshotId;
        var named = await _fleet.ReadAsync(SandboxFleet.Everywhere(2), query with { SnapshotIds = [one, EbsBackup.Selection.SnapshotId.Parse("snap-0fffffffffffffff1")] });
        Assert.Equal(2, named.Count);
        Assert.Equal(one, named.Single(r => r.Result.Error is null).Result.Snapshot!.SnapshotId);
        Assert.Equal("snap-0fffffffffffffff1", named.Single(r => r.Result.Error is not null).Result.Error!.TargetId);
    }

    [Fact]
    public async Task Region_that_cannot_be_read_hides_no_other()
    {
        await _fleet.TakeAsync(SandboxFleet.Everywhere(2));
        _fleet.Account.Sandbox.Faults.Hook = call => call is { Operation: "DescribeSnapshots", Region: "us-west-2" } ? Fault.Error("UnauthorizedOperation", "no", 403) : null;
        var read = await _fleet.ReadAsync(SandboxFleet.Everywhere(2), new SnapshotQuery());
        Assert.Equal((4, 3), (read.Count(r => r.Result.Snapshot is not null), read.Count(r => r.Result.Error?.Id == "AccessDenied")));
    }

    private Task PutOriginalAsync(string snapshot, string volume) => _fleet.Account.S3.PutObjectAsync(new PutObjectRequest
    {
        BucketName = SandboxAccount.Bucket,
        Key = $"snapshots/{snapshot}.json",
        ContentBody = $$"""{"snapshotId":"{{snapshot}}","volumeId":"{{volume}}","startTime":"2025-06-01 02:00:00+00:00","state":"pending","progress":"","volumeSize":8}""",
    });
}
