using System.Net;
using System.Net.Sockets;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Tests.Sandbox;

public sealed class FaultTests
{
    [Fact]
    public async Task Rule_hits_the_calls_that_it_counts_and_no_others()
    {
        using var local = new LocalSandbox();
        local.Sandbox.Faults.Add(new FaultRule(Fault.Error("InternalError", "no")) { Service = "ec2", Operation = "Describe*", Region = "us-east-1", Skip = 1, Count = 2 });
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 4; n++) statuses.Add((await local.Ec2("Action=DescribeVolumes")).Status);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK], statuses);
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2("Action=DescribeVolumes", "eu-west-1")).Status);
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore, 0)]
    [InlineData(FaultKind.ResetAfter, 1)]
    [InlineData(FaultKind.TimeoutAfter, 1)]
    [InlineData(FaultKind.ServerError, 0)]
    [InlineData(FaultKind.ServerErrorAfter, 1)]
    [InlineData(FaultKind.Throttle, 0)]
    public async Task Effect_happens_or_not_as_the_fault_says(FaultKind kind, int snapshots)
    {
        using var local = new LocalSandbox();
        var volume = await local.Volume();
        local.Sandbox.Faults.Add(new FaultRule(new Fault(kind)) { Operation = "CreateSnapshot" });
        var create = () => local.Ec2("Action=CreateSnapshot&VolumeId=" + volume);
        switch (kind)
        {
            case FaultKind.TimeoutAfter:
                await Assert.ThrowsAsync<TaskCanceledException>(create);
                break;
            case FaultKind.ResetBefore or FaultKind.ResetAfter:
                await Assert.ThrowsAsync<HttpRequestException>(create);
                break;
            default:
                Assert.True((int)(await create()).Status >= 500);
                break;
        }

        Assert.Equal(snapshots, await local.CountSnapshots());
    }

    [Fact]
    public async Task Hook_is_asked_for_every_call_and_comes_first()
    {
        using var local = new LocalSandbox();
        local.Sandbox.Faults.Add(new FaultRule(Fault.Error("FromRule", "rule")));
        local.Sandbox.Faults.Hook = call => call.Number == 1 ? Fault.Error("FromHook", call.Operation) : null;
        Assert.Contains("<Code>FromHook</Code><Message>DescribeVolumes</Message>", (await local.Ec2("Action=DescribeVolumes")).Body, StringComparison.Ordinal);
        Assert.Contains("FromRule", (await local.Ec2("Action=DescribeVolumes")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_permission_is_refused_in_the_services_own_words()
    {
        using var local = new LocalSandbox();
        local.Sandbox.Faults.Add(new DenyRule("ec2:Delete*") { AccountId = "222222222222" });
        var (status, body) = await local.Ec2("Action=DeleteSnapshot&SnapshotId=snap-0123456789abcdef0");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("<Code>UnauthorizedOperation</Code>", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await local.Ec2("Action=DescribeVolumes")).Status);
    }

    [Fact]
    public async Task Call_log_has_operation_account_item_and_outcome()
    {
        using var local = new LocalSandbox();
        await local.Ec2("Action=DeleteSnapshot&SnapshotId=snap-0123456789abcdef0");
        var record = Assert.Single(local.Sandbox.Calls.Records);
        Assert.Equal(("ec2", "DeleteSnapshot", "222222222222", "us-east-1"), (record.Call.Service, record.Operation, record.Call.AccountId, record.Call.Region));
        Assert.Equal(["snap-0123456789abcdef0"], record.ItemIds);
        Assert.Equal((400, "InvalidSnapshot.NotFound"), (record.Status, record.ErrorCode));
        Assert.Equal(1, local.Sandbox.Calls.CountOf("Delete*"));
    }

    [Fact]
    public async Task Watcher_sees_each_effect_before_the_answer_goes_out()
    {
        using var local = new LocalSandbox();
        var volume = await local.Volume();
        var seen = new List<(string Operation, int Volumes)>();
        var region = local.Sandbox.State.Account("222222222222").Region("us-east-1").Ec2;
        local.Sandbox.Calls.Watcher = call => seen.Add((call.Operation, region.Volumes.Count));
        local.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.ResetAfter)));
        await Assert.ThrowsAsync<HttpRequestException>(() => local.Ec2("Action=DeleteVolume&VolumeId=" + volume));
        Assert.Equal(("DeleteVolume", 0), Assert.Single(seen));
    }

    [Fact]
    public async Task Pages_may_be_shorter_than_asked_for()
    {
        using var local = new LocalSandbox(new() { LargestPage = 5 });
        for (var n = 0; n < 6; n++) await local.Volume();
        var (_, body) = await local.Ec2("Action=DescribeVolumes&MaxResults=1000");
        Assert.Equal(5, body.Split("<volumeId>").Length - 1);
        Assert.Contains("<nextToken>", body, StringComparison.Ordinal);
        Assert.Equal(6, (await local.Ec2("Action=DescribeVolumes")).Body.Split("<volumeId>").Length - 1);
    }

    [Fact]
    public async Task Reset_reaches_a_client_over_http_as_a_reset()
    {
        await using var server = SandboxServer.Start(new());
        server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.ResetBefore)));
        using var http = new HttpClient { BaseAddress = server.EndpointUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("Action=DescribeVolumes") };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260131/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0");
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task Faults_denials_and_the_call_log_are_there_over_http()
    {
        await using var server = SandboxServer.Start(new());
        using var http = new HttpClient { BaseAddress = server.EndpointUrl };
        async Task<string> Post(string json) => await (await http.PostAsync("/_sandbox/faults", new StringContent(json))).Content.ReadAsStringAsync();
        async Task<string> Describe()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("Action=DescribeVolumes") };
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260131/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0");
            using var answer = await http.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }

        await Post("""{"service":"ec2","operation":"DescribeVolumes","kind":"error","code":"Unavailable","status":503}""");
        Assert.Contains("<Code>Unavailable</Code>", await Describe(), StringComparison.Ordinal);
        Assert.Contains("<volumeSet", await Describe(), StringComparison.Ordinal);
        await Post("""{"deny":"ec2:DescribeVolumes"}""");
        Assert.Contains("UnauthorizedOperation", await Describe(), StringComparison.Ordinal);
        await http.DeleteAsync("/_sandbox/faults");
        Assert.Contains("<volumeSet", await Describe(), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await Post("""{"operatoin":"DescribeVolumes"}"""), StringComparison.Ordinal);
        Assert.Contains("\"error\":\"Unavailable\"", await http.GetStringAsync("/_sandbox/calls"), StringComparison.Ordinal);
    }
}
