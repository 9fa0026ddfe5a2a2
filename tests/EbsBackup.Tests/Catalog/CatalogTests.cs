using Amazon.S3.Model;
using EbsBackup.Catalog;
using EbsBackup.Sandbox;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Catalog;

public sealed class CatalogTests : IDisposable
{
    private readonly SandboxAccount _account = new();

    private CatalogStore Store => new(_account.S3, SandboxAccount.Catalog);

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Lease_of_a_killed_run_is_taken_over_when_it_has_run_out_and_its_holder_must_stop()
    {
        var clock = new LeapingClock(_account.Sandbox.Clock);
        var killed = await AcquireAsync("first", clock);
        await Assert.ThrowsAsync<EbsBackupException>(() => AcquireAsync("second", clock));
        _account.Sandbox.Clock.Advance(CatalogLease.Length);
        await using var taken = await AcquireAsync("second", clock);
        Assert.Equal("LeaseLost", (await Assert.ThrowsAsync<EbsBackupException>(() => killed.EnsureHeldAsync(default))).Error.Id);
        await taken.EnsureHeldAsync(default);
    }

    [Fact]
    public async Task Held_lease_is_renewed_and_not_lost()
    {
        var clock = new LeapingClock(_account.Sandbox.Clock);
        await using var held = await AcquireAsync("first", clock);
        for (var minutes = 0; minutes < 60; minutes += 3)
        {
            _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(3));
            await Task.WhenAll(held.EnsureHeldAsync(default), held.EnsureHeldAsync(default));
        }

        Assert.Equal("PolicyBusy", (await Assert.ThrowsAsync<EbsBackupException>(() => AcquireAsync("second", clock))).Error.Id);
    }

    [Fact]
    public async Task Lease_counts_from_when_it_was_asked_for_not_from_a_late_answer()
    {
        var clock = new LeapingClock(_account.Sandbox.Clock);
        _account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "PutObject") _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(3));
            return null;
        };
        var slow = await AcquireAsync("first", clock);
        _account.Sandbox.Faults.Hook = null;
        _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(121));
        await using var taken = await AcquireAsync("second", clock);
        Assert.Equal("LeaseLost", (await Assert.ThrowsAsync<EbsBackupException>(() => slow.EnsureHeldAsync(default))).Error.Id);
    }

    [Fact]
    public async Task Records_of_the_original_program_are_read()
    {
        const string Record = """{"snapshotId":"snap-07fe2661320289fa4","volumeId":"vol-07fe2661320289fa4","startTime":"2024-11-22 10:20:30.123000+00:00","state":"pending","progress":"","volumeSize":8}""";
        await _account.S3.PutObjectAsync(new PutObjectRequest { BucketName = SandboxAccount.Bucket, Key = "snapshots/snap-07fe2661320289fa4.json", ContentBody = Record });
        var read = Assert.Single(await ReadAsync()).Snapshot!;
        Assert.Equal(("vol-07fe2661320289fa4", 8, 0, 2024), (read.VolumeId.Value, read.VolumeSize, read.SchemaVersion, read.StartTime!.Value.Year));
    }

    [Fact]
    public async Task Record_that_cannot_be_read_is_one_error_and_the_others_are_shown()
    {
        await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { VolumeIds = [await _account.VolumeAsync()] }, Catalog = SandboxAccount.Catalog });
        await _account.S3.PutObjectAsync(new PutObjectRequest { BucketName = SandboxAccount.Bucket, Key = "snapshots/snap-07fe2661320289fa4.json", ContentBody = "{" });
        var read = await ReadAsync();
        Assert.Equal("UnreadableObject", Assert.Single(read, r => r.Error is not null).Error!.Id);
        Assert.Single(read, r => r.Snapshot is not null);
    }

    [Fact]
    public async Task Unknown_bucket_is_one_clear_error()
    {
        var request = new TakeRequest { Volumes = new VolumeSelector { VolumeIds = [await _account.VolumeAsync()] }, Catalog = new CatalogLocation("no-such-bucket") };
        Assert.Equal("UnknownBucket", (await Assert.ThrowsAsync<EbsBackupException>(() => _account.TakeAsync(request))).Error.Id);
        Assert.Empty(await _account.SnapshotsAsync());
    }

    [Fact]
    public async Task Bucket_in_another_region_is_one_clear_error()
    {
        using var elsewhere = _account.NewSession(region: "eu-central-1");
        await elsewhere.S3(RegionName.Parse("eu-central-1")).PutBucketAsync(new PutBucketRequest { BucketName = "far-away-records", BucketRegionName = "eu-central-1" });
        var request = new TakeRequest { Volumes = new VolumeSelector { VolumeIds = [await _account.VolumeAsync()] }, Catalog = new CatalogLocation("far-away-records") };
        var error = (await Assert.ThrowsAsync<EbsBackupException>(() => _account.TakeAsync(request))).Error;
        Assert.Equal(("BucketElsewhere", "far-away-records"), (error.Id, error.TargetId));
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("/snapshots")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/%2E%2E/b")]
    [InlineData("_state")]
    [InlineData("")]
    public void Prefix_that_could_lead_a_key_astray_is_refused(string prefix) =>
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => new CatalogLocation("records-of-backups", prefix)).Error.Id);

    [Theory]
    [InlineData("vol-../../x")]
    [InlineData("vol-0123456789ABCDEF0")]
    [InlineData("vol-")]
    [InlineData("snap-0123456789abcdef0")]
    public void Text_that_is_no_volume_id_never_becomes_one(string text) => Assert.False(VolumeId.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Endpoint_of_a_sandbox_started_here_needs_no_credentials(string host)
    {
        await using var server = SandboxServer.Start(new SandboxOptions());
        LocalEndpoints.Register(server.EndpointUrl, new AccessKeys(server.AccessKeyId, server.SecretAccessKey), server.Sandbox.Clock);
        server.Sandbox.Clock.MoveTo(new DateTimeOffset(2030, 2, 28, 12, 0, 0, TimeSpan.Zero));
        using var session = new AwsSession(new SessionOptions { EndpointUrl = $"http://{host}:{server.EndpointUrl.Port}", Region = "us-east-1" });
        Assert.Equal("222222222222", (await session.GetIdentityAsync()).AccountId.Value);
        Assert.InRange(session.ClockSkew!.Value, TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(2));
        LocalEndpoints.Unregister(server.EndpointUrl);
    }

    private Task<CatalogLease> AcquireAsync(string holder, TimeProvider clock) =>
        CatalogLease.AcquireAsync(Store, PolicyName.Default, SandboxAccount.Id, SandboxAccount.Region, holder, clock, default);

    private async Task<List<SnapshotReadResult>> ReadAsync()
    {
        var found = new List<SnapshotReadResult>();
        await foreach (var result in new SnapshotReader(_account.Session).ReadAsync(new SnapshotQuery { Catalog = SandboxAccount.Catalog })) found.Add(result);
        return found;
    }
}
