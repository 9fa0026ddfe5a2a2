using EbsBackup.Sandbox;
using EbsBackup.Sessions.Pacing;

namespace EbsBackup.Tests.Sessions;

public sealed class TokenBucketTests
{
    private static readonly RequestFamily Deletes = RequestFamily.Of("EC2", "DeleteSnapshot")!;
    private readonly SandboxClock _clock = new();

    public TokenBucketTests() => _clock.Freeze();

    [Fact]
    public async Task Burst_goes_at_once_and_the_rest_at_the_refill_rate()
    {
        var bucket = new TokenBucket(Deletes, _clock);
        for (var i = 0; i < 100; i++) await bucket.WaitAsync(default);
        var next = bucket.WaitAsync(default);
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        await next.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Throttle_empties_the_bucket_and_slows_it_and_time_brings_the_rate_back()
    {
        var bucket = new TokenBucket(Deletes, _clock);
        bucket.Throttled();
        Assert.Equal(4, bucket.Rate, 6);
        Assert.False(bucket.WaitAsync(default).IsCompleted);
        bucket.Throttled();
        Assert.Equal(4, bucket.Rate, 6);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(bucket.Rate, 4.8, 4.9);
        bucket.Throttled();
        Assert.InRange(bucket.Rate, 3.85, 3.95);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.InRange(bucket.Rate, 4.8, 4.9);
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(5, bucket.Rate, 6);
    }

    [Theory]
    [InlineData("EC2", "CreateSnapshot", 100, 5)]
    [InlineData("EC2", "DeleteSnapshot", 100, 5)]
    [InlineData("EC2", "CreateTags", 100, 10)]
    [InlineData("EC2", "CopySnapshot", 50, 5)]
    [InlineData("EC2", "DescribeSnapshots", 100, 20)]
    [InlineData("Backup", "ListBackupJobs", 20, 20)]
    public void Families_have_the_published_rates(string service, string operation, double size, double refill) =>
        Assert.Equal((size, refill), RequestFamily.Of(service, operation) is { } family ? (family.Size, family.RefillPerSecond) : default);
}
