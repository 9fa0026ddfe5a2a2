using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Tests.Sandbox;

/// <summary>Connections: how long they last, how they end, and that none of them is in another's way.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly SandboxServer _server = SandboxServer.Start(new());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Localhost_reaches_the_sandbox()
    {
        using var http = new HttpClient();
        Assert.Contains("frozen", await http.GetStringAsync($"http://localhost:{_server.EndpointUrl.Port}/_sandbox/clock"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ipv6_loopback_has_the_same_port()
    {
        Skip.IfNot(Socket.OSSupportsIPv6 && HasIpv6Loopback(), "there is no ::1 here");
        using var http = await RawHttp.ConnectAsync(_server.EndpointUrl, IPAddress.IPv6Loopback);
        Assert.Equal(200, (await http.AskAsync("GET", "/_sandbox/clock")).Status);
    }

    [Fact]
    public async Task Taken_port_is_one_clear_error_and_free_again_after_the_stop()
    {
        var port = _server.EndpointUrl.Port;
        using (var http = await ConnectAsync()) await http.AskAsync("GET", "/_sandbox/clock");
        var error = Assert.Throws<IOException>(() => SandboxServer.Start(new() { Port = port }));
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give another port, or 0 for a free one.", error.Message, StringComparison.Ordinal);
        await _server.DisposeAsync();
        await using var next = SandboxServer.Start(new() { Port = port });
        Assert.Equal(_server.EndpointUrl, next.EndpointUrl);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Port_that_there_is_not_is_one_clear_error(int port) =>
        Assert.Contains($"cannot listen on 127.0.0.1:{port}", Assert.Throws<IOException>(() => SandboxServer.Start(new() { Port = port })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Connection_stays_open_for_the_next_request()
    {
        using var http = await ConnectAsync();
        for (var n = 0; n < 500; n++)
        {
            var answer = await http.AskAsync("GET", "/_sandbox/clock");
            Assert.Equal((200, false), (answer.Status, answer.Headers.ContainsKey("Connection")));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1", "", null)]
    [InlineData("HTTP/1.1", "Connection: x, Close\r\n", "close")]
    [InlineData("HTTP/1.0", "", "close")]
    [InlineData("HTTP/1.0", "Connection: Keep-Alive\r\n", "keep-alive")]
    public async Task Connection_ends_as_version_and_header_say(string version, string header, string? connection)
    {
        using var http = await ConnectAsync();
        var answer = await http.AskAsync("GET", "/_sandbox/clock", header, version: version);
        Assert.Equal(connection, answer.Headers.GetValueOrDefault("Connection"));
        if (connection == "close") Assert.Equal("", await http.RestAsync());
        else Assert.Equal(200, (await http.AskAsync("GET", "/_sandbox/clock")).Status);
    }

    [Fact]
    public async Task Http_1_0_needs_no_host()
    {
        using var http = await ConnectAsync();
        await http.SendAsync("GET /_sandbox/clock HTTP/1.0\r\n\r\n");
        Assert.Equal(200, (await http.ReadAsync()).Status);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using var http = await ConnectAsync();
        var requests = new StringBuilder();
        for (var n = 0; n < 100; n++)
        {
            requests.Append((n % 3) switch
            {
                0 => $"GET /_sandbox/{n} HTTP/1.1\r\nHost: h\r\n\r\n",
                1 => $"POST /_sandbox/{n} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nGET /",
                _ => $"POST /_sandbox/{n} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nGET /\r\n0\r\n\r\n",
            });
        }

        await http.SendAsync(requests.ToString());
        for (var n = 0; n < 100; n++) Assert.Contains($" /_sandbox/{n}.", (await http.ReadAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_sends_no_more_still_gets_its_answers()
    {
        using var http = await ConnectAsync();
        await http.SendAsync("GET", "/_sandbox/1");
        await http.SendAsync("GET", "/_sandbox/2");
        http.Socket.Shutdown(SocketShutdown.Send);
        Assert.Contains("/1.", (await http.ReadAsync()).Body, StringComparison.Ordinal);
        Assert.Contains("/2.", (await http.ReadAsync()).Body, StringComparison.Ordinal);
        Assert.Equal("", await http.RestAsync());
    }

    [Fact]
    public async Task Slow_clients_are_in_no_ones_way()
    {
        const string Request = "POST /_sandbox/clock HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
        var slow = new List<RawHttp>();
        for (var n = 0; n < Request.Length; n++)
        {
            slow.Add(await ConnectAsync());
            await slow[n].SendAsync(Request[..n]);
        }

        using var quick = await ConnectAsync();
        Assert.Equal(200, (await quick.AskAsync("GET", "/_sandbox/clock").WaitAsync(Soon)).Status);
        for (var n = 0; n < Request.Length; n++)
        {
            foreach (var letter in Request[n..]) await slow[n].SendAsync(letter.ToString());
            Assert.Equal(200, (await slow[n].ReadAsync()).Status);
            slow[n].Dispose();
        }
    }

    [Fact]
    public async Task Client_that_does_not_read_is_in_no_ones_way()
    {
        using var deaf = await ConnectAsync();
        await deaf.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await deaf.AskAsync("PUT", "/box/a", RawHttp.SignedForS3, new('a', 16 << 20));
        for (var n = 0; n < 4; n++) await deaf.SendAsync("GET", "/box/a", RawHttp.SignedForS3);
        using var other = await ConnectAsync();
        Assert.Equal(200, (await other.AskAsync("GET", "/_sandbox/clock").WaitAsync(Soon)).Status);
    }

    [Fact]
    public async Task Many_connections_are_served_at_once()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => ConnectAsync()));
        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(clients.Select((c, n) => c.AskAsync("GET", $"/_sandbox/{n}")));
            Assert.All(answers.Select((a, n) => (a, n)), x => Assert.Contains($"/{x.n}.", x.a.Body, StringComparison.Ordinal));
        }

        Array.ForEach(clients, c => c.Dispose());
    }

    [Theory]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.ResetAfter)]
    public async Task Reset_is_a_reset_on_the_wire(FaultKind kind)
    {
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(kind)));
        using var http = await ConnectAsync();
        await http.SendAsync("PUT", "/box", RawHttp.SignedForS3);
        var error = await Assert.ThrowsAsync<SocketException>(() => http.Socket.ReceiveAsync(new byte[1]).WaitAsync(Soon));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task Withheld_answer_never_comes_and_others_do()
    {
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.TimeoutAfter)));
        using var waiting = await ConnectAsync();
        await waiting.SendAsync("PUT", "/box", RawHttp.SignedForS3);
        var nothing = waiting.Socket.ReceiveAsync(new byte[1]);
        using var other = await ConnectAsync();
        await Until(async () => (await other.AskAsync("GET", "/box", RawHttp.SignedForS3)).Status == 200);
        await Task.Delay(300);
        Assert.False(nothing.IsCompleted);
        await _server.DisposeAsync();
        Assert.Equal(0, await nothing.WaitAsync(Soon));
    }

    [Fact]
    public async Task Withheld_answer_is_given_up_when_its_client_leaves()
    {
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.TimeoutAfter)));
        using var waiting = await ConnectAsync();
        await waiting.SendAsync("PUT", "/box", RawHttp.SignedForS3);
        waiting.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await waiting.RestAsync());
    }

    [Fact]
    public async Task Delayed_answer_comes_late_and_others_in_time()
    {
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromSeconds(1) }));
        using var late = await ConnectAsync();
        var clock = Stopwatch.StartNew();
        await late.SendAsync("PUT", "/box", RawHttp.SignedForS3);
        Assert.Equal(200, (await late.ReadAsync()).Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, Soon.TotalSeconds);
    }

    [Fact]
    public async Task Stop_ends_every_connection_quickly_whatever_it_is_doing()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ConnectAsync()));
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.TimeoutAfter)));
        await clients[0].SendAsync("PUT", "/withheld", RawHttp.SignedForS3);
        await Until(() => Task.FromResult(_server.Sandbox.Calls.Records.Count == 1));
        _server.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromHours(1) }));
        await clients[1].SendAsync("PUT", "/delayed", RawHttp.SignedForS3);
        await Until(() => Task.FromResult(_server.Sandbox.Calls.Records.Count == 2));
        await clients[2].SendAsync("GET /half HTTP/1.1\r\nHo");
        await clients[3].SendAsync("PUT", "/half-a-body", "Content-Length: 10\r\n");
        await clients[4].AskAsync("GET", "/_sandbox/clock");
        await clients[5].SendAsync("refused\r\n\r\n");
        Assert.Equal(400, (await clients[5].ReadAsync()).Status);

        var clock = Stopwatch.StartNew();
        await _server.DisposeAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        foreach (var client in clients) Assert.Equal("", await client.RestAsync());
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Stop_in_the_midst_of_requests_leaves_no_failed_task()
    {
        var failures = new ConcurrentQueue<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.ToString().Contains("EbsBackup.Sandbox", StringComparison.Ordinal)) failures.Enqueue(e.Exception.ToString());
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            for (var round = 0; round < 10; round++)
            {
                var server = SandboxServer.Start(new());
                var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
                {
                    try
                    {
                        while (true)
                        {
                            using var http = await RawHttp.ConnectAsync(server.EndpointUrl);
                            for (var n = 0; n < 20; n++) await http.AskAsync("GET", "/_sandbox/clock");
                        }
                    }
                    catch (Exception e) when (e is IOException or SocketException)
                    {
                        // It has stopped.
                    }
                })).ToList();
                await Task.Delay(20);
                await server.DisposeAsync().AsTask().WaitAsync(Soon);
                await Task.WhenAll(clients).WaitAsync(Soon);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(failures);
    }

    /// <summary>Seeded damage to requests: whatever comes, it gets one of HTTP's answers or none, and the next client is served.</summary>
    [Fact]
    public async Task Damaged_requests_do_no_harm()
    {
        string[] sound =
        [
            "GET /_sandbox/clock?a=b HTTP/1.1\r\nHost: h\r\nName: value\r\n\r\n",
            "POST /_sandbox/clock HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\nA: b\r\n\r\n",
            "POST http://h/_sandbox/clock HTTP/1.0\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        ];
        var random = new Random(7);
        for (var n = 0; n < 400; n++)
        {
            var bytes = new StringBuilder(sound[n % sound.Length]);
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                var at = random.Next(bytes.Length);
                switch (random.Next(3))
                {
                    case 0: bytes[at] = (char)random.Next(256); break;
                    case 1: bytes.Remove(at, 1); break;
                    default: bytes.Insert(at, bytes.ToString(at, random.Next(bytes.Length - at))); break;
                }
            }

            using var http = await ConnectAsync();
            await http.SendAsync(bytes.ToString());
            http.Socket.Shutdown(SocketShutdown.Send);
            var rest = await http.RestAsync();
            Assert.True(rest.Length == 0 || rest.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), rest);
            Assert.DoesNotContain("The sandbox failed", rest, StringComparison.Ordinal);
        }
    }

    private static bool HasIpv6Loopback()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds(); await Task.Delay(20)) Assert.True(clock.Elapsed < Soon);
    }

    private Task<RawHttp> ConnectAsync() => RawHttp.ConnectAsync(_server.EndpointUrl);
}
