using Amazon.EC2.Model;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.State;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Sessions;

public sealed class PacingTests : IDisposable
{
    private readonly SandboxAccount _account = new(new SandboxOptions { RequestLimits = true });
    private readonly SandboxHandler _handler;

    public PacingTests() => _handler = new SandboxHandler(_account.Sandbox);

    public void Dispose()
    {
        _account.Dispose();
        _handler.Dispose();
    }

    [Fact]
    public async Task Sessions_of_one_account_and_region_share_its_buckets()
    {
        using var first = await SessionAsync();
        using var second = await SessionAsync();
        await DeleteAsync(first, 100);
        var (began, sent) = (_account.Sandbox.Clock.GetUtcNow(), Sent);
        await DeleteAsync(second, 10);
        Assert.Equal(10, Sent - sent);
        Assert.InRange(_account.Sandbox.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Role_of_the_same_account_shares_them_and_another_account_and_another_region_have_their_own()
    {
        _account.Sandbox.State.Account("222222222222").Roles["here"] = new Role("here", ["222222222222"], null);
        _account.Sandbox.State.Account("333333333333").Roles["there"] = new Role("there", ["222222222222"], null);
        using var own = await SessionAsync();
        using var same = await EnterAsync(own.AssumeRole("arn:aws:iam::222222222222:role/here"));
        using var other = await EnterAsync(own.AssumeRole("arn:aws:iam::333333333333:role/there"));
        await DeleteAsync(own, 100);
        var began = _account.Sandbox.Clock.GetUtcNow();
        await DeleteAsync(other, 100);
        await DeleteAsync(own.InRegion(RegionName.Parse("eu-west-1")), 100);
        Assert.Equal(began, _account.Sandbox.Clock.GetUtcNow());
        await DeleteAsync(same, 5);
        Assert.InRange(_account.Sandbox.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal(305, Sent);
    }

    [Fact]
    public async Task Another_endpoint_has_buckets_of_its_own()
    {
        using var elsewhere = new SandboxAccount(new SandboxOptions { RequestLimits = true });
        using var handler = new SandboxHandler(elsewhere.Sandbox);
        using var first = await SessionAsync();
        using var second = await EnterAsync(elsewhere.NewSession(handler));
        await DeleteAsync(first, 100);
        var began = elsewhere.Sandbox.Clock.GetUtcNow();
        await DeleteAsync(second, 100);
        Assert.Equal(began, elsewhere.Sandbox.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Another_tenant_that_takes_half_of_the_rate_costs_few_requests_and_nothing_is_lost()
    {
        using var session = await SessionAsync();
        await DeleteAsync(session, 200);
        _account.Sandbox.RequestBuckets.Share = 0.5;
        var (began, sent) = (_account.Sandbox.Clock.GetUtcNow(), Sent);
        await DeleteAsync(session, 400);

        // At 2.5 a second: 160 s.
        Assert.InRange(_account.Sandbox.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(155), TimeSpan.FromSeconds(160 / 0.9));
        Assert.InRange(Sent - sent, 400, 400 * 1.06);
    }

    private int Sent => _account.Sandbox.Calls.CountOf("DeleteSnapshot");

    private Task<AwsSession> SessionAsync() => EnterAsync(_account.NewSession(_handler));

    private static async Task<AwsSession> EnterAsync(AwsSession session)
    {
        await session.GetIdentityAsync();
        return session;
    }

    private static async Task DeleteAsync(AwsSession session, int count)
    {
        var ec2 = session.EC2(await session.GetRegionAsync());
        for (var n = 0; n < count; n++)
        {
            var gone = await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(() => ec2.DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = "snap-0123456789abcdef0" }));
            Assert.Equal("InvalidSnapshot.NotFound", gone.ErrorCode);
        }
    }
}
