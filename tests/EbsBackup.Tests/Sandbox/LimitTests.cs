using System.Net;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

public sealed class LimitTests
{
    [Fact]
    public async Task Second_snapshot_of_a_volume_waits_fifteen_seconds()
    {
        using var local = new LocalSandbox(new() { SnapshotLimits = true });
        var create = "Action=CreateSnapshot&VolumeId=" + await local.Volume();
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2(create)).Status);
        local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Contains("SnapshotCreationPerVolumeRateExceeded", (await local.Ec2(create)).Body, StringComparison.Ordinal);
        local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2(create)).Status);
    }

    [Theory]
    [InlineData("gp3", 5)]
    [InlineData("st1", 1)]
    public async Task Volume_has_so_many_snapshots_in_progress(string type, int most)
    {
        using var local = new LocalSandbox(new() { SnapshotLimits = true, SnapshotDuration = TimeSpan.FromHours(1) });
        var create = "Action=CreateSnapshot&VolumeId=" + await local.Volume(type);
        for (var n = 0; n < most; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await local.Ec2(create)).Status);
            local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Contains("ConcurrentSnapshotLimitExceeded", (await local.Ec2(create)).Body, StringComparison.Ordinal);
        local.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2(create)).Status);
    }

    [Fact]
    public async Task Request_bucket_empties_and_refills_at_the_documented_rate()
    {
        using var local = new LocalSandbox(new() { RequestLimits = true });
        Assert.Equal((100, 1), await Deletes(local, 101));
        local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((10, 1), await Deletes(local, 11));
        // Another family, another Region: buckets of their own.
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2("Action=DescribeVolumes")).Status);
        Assert.DoesNotContain("RequestLimitExceeded", (await local.Ec2("Action=DeleteSnapshot&SnapshotId=snap-0123456789abcdef0", "eu-west-1")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_without_pages_or_filters_has_the_smaller_bucket()
    {
        using var local = new LocalSandbox(new() { RequestLimits = true });
        var throttled = 0;
        for (var n = 0; n < 60; n++) throttled += (await local.Ec2("Action=DescribeSnapshots&Owner.1=self")).Status == HttpStatusCode.ServiceUnavailable ? 1 : 0;
        Assert.Equal(10, throttled);
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2("Action=DescribeSnapshots&Owner.1=self&MaxResults=5")).Status);
    }

    [Fact]
    public async Task Share_of_the_buckets_can_be_taken_away()
    {
        using var local = new LocalSandbox(new() { RequestLimits = true });
        await Deletes(local, 100);
        local.Sandbox.RequestBuckets.Share = 0.5;
        local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((5, 1), await Deletes(local, 6));
    }

    [Fact]
    public async Task New_snapshot_is_hidden_until_it_is_visible()
    {
        using var local = new LocalSandbox(new() { VisibilityDelay = TimeSpan.FromMinutes(5), Seed = 7 });
        var volume = await local.Volume();
        for (var n = 0; n < 20; n++) await local.Ec2("Action=CreateSnapshot&VolumeId=" + volume);
        Assert.Equal(0, await local.CountSnapshots());
        local.Sandbox.Clock.Advance(TimeSpan.FromMinutes(2.5));
        Assert.InRange(await local.CountSnapshots(), 3, 17);
        local.Sandbox.Clock.Advance(TimeSpan.FromMinutes(2.5));
        Assert.Equal(20, await local.CountSnapshots());
    }

    [Fact]
    public async Task Snapshot_can_end_in_error()
    {
        using var local = new LocalSandbox();
        var volume = await local.Volume();
        local.Sandbox.SnapshotEnds.Enqueue("error");
        await local.Ec2("Action=CreateSnapshot&VolumeId=" + volume);
        local.Sandbox.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains("<status>error</status>", (await local.Ec2("Action=DescribeSnapshots&Owner.1=self")).Body, StringComparison.Ordinal);
    }

    private static async Task<(int Passed, int Throttled)> Deletes(LocalSandbox local, int count)
    {
        var throttled = 0;
        for (var n = 0; n < count; n++)
        {
            var (status, body) = await local.Ec2("Action=DeleteSnapshot&SnapshotId=snap-0123456789abcdef0");
            if (!body.Contains("RequestLimitExceeded", StringComparison.Ordinal)) continue;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            throttled++;
        }

        return (count - throttled, throttled);
    }
}
