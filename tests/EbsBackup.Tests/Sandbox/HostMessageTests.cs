using System.Security.Cryptography;
using System.Text;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>Requests and answers on the wire, as RFC 9110 and 9112 ask.</summary>
public sealed class HostMessageTests : IAsyncLifetime
{
    private readonly SandboxServer _server = SandboxServer.Start(new());
    private RawHttp _http = null!;

    public async Task InitializeAsync() => _http = await RawHttp.ConnectAsync(_server.EndpointUrl);

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET a HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /\u00FC HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET /\r HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("G@T / HTTP/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.10\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET / http/1.1\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nName : v\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nName\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n: v\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nName: v\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nName: \0\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nName: a\rb\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nExpect: more\r\n\r\n", 417)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 536870913\r\n\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5368709120\r\n\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 536870913\r\n\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n20000001\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n20000000\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\n", 413)]
    [InlineData("PUT /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno trailer\r\n\r\n", 400)]
    public async Task Message_that_http_does_not_let_through_is_answered_once_and_ends_the_connection(string message, int status)
    {
        await _http.SendAsync(message + "GET /_sandbox/clock HTTP/1.1\r\nHost: h\r\n\r\n");
        await AssertRefused(status);
    }

    [Fact]
    public async Task Target_beyond_the_limit_is_414()
    {
        await _http.SendAsync("GET", "/" + new string('a', 16 << 10));
        await AssertRefused(414);
    }

    [Theory]
    [InlineData(1, 64 << 10)]
    [InlineData(1000, 100)]
    public async Task Headers_beyond_the_limit_are_431(int lines, int length)
    {
        await _http.SendAsync("GET", "/", string.Concat(Enumerable.Range(0, lines).Select(n => $"N{n}: {new string('a', length)}\r\n")));
        await AssertRefused(431);
    }

    [Fact]
    public async Task Target_and_headers_of_usual_length_pass()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        Assert.Equal(200, (await _http.AskAsync("PUT", "/box/" + string.Concat(Enumerable.Repeat("%C3%BC", 512)), RawHttp.SignedForS3 + $"X-Long: {new string('a', 60_000)}\r\n", "x")).Status);
    }

    [Fact]
    public async Task Header_names_have_no_case_and_repeated_headers_are_joined()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await _http.AskAsync("PUT", "/box/a", RawHttp.SignedForS3.Replace("Authorization", "aUTHORIZATION", StringComparison.Ordinal) + "X-Amz-Meta-N:\t1 \r\nx-amz-meta-n: 2\r\n", "x");
        Assert.Equal("1,2", (await _http.AskAsync("GET", "/box/a", RawHttp.SignedForS3)).Headers["x-amz-meta-n"]);
    }

    [Fact]
    public async Task Header_values_are_utf8_both_ways()
    {
        var sent = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Zürich 🏔"));
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await _http.AskAsync("PUT", "/box/a", RawHttp.SignedForS3 + $"x-amz-meta-n: {sent}\r\n", "x");
        Assert.Equal(sent, (await _http.AskAsync("GET", "/box/a", RawHttp.SignedForS3)).Headers["x-amz-meta-n"]);
    }

    [Fact]
    public async Task Path_is_kept_as_sent()
    {
        Assert.Contains("no GET /_sandbox//../a%2fb%2F%20c;d.", (await _http.AskAsync("GET", "/_sandbox//../a%2fb%2F%20c;d?e=%2F?")).Body, StringComparison.Ordinal);
        Assert.Contains("no GET /_sandbox/%C3%BC;%zz.", (await _http.AskAsync("GET", "/_sandbox/%C3%BC;%zz?q=1")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://elsewhere:80/_sandbox/clock")]
    [InlineData("HTTPS://user@elsewhere/_sandbox/clock?x")]
    public async Task Absolute_target_stands_for_its_path(string target) =>
        Assert.Contains("frozen", (await _http.AskAsync("GET", target)).Body, StringComparison.Ordinal);

    [Fact]
    public async Task Absolute_target_overrides_the_host()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await _http.AskAsync("PUT", "http://box.localhost/key?x-id=PutObject", RawHttp.SignedForS3, "here");
        Assert.Equal("here", (await _http.AskAsync("GET", "/box/key", RawHttp.SignedForS3)).Body);
        Assert.Contains("<Key>key</Key>", (await _http.AskAsync("GET", "http://box.localhost?list-type=2", RawHttp.SignedForS3)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_breaks_before_a_request_and_bare_line_feeds_are_taken()
    {
        await _http.SendAsync("\r\n\r\nGET /_sandbox/clock HTTP/1.1\nHost: h\n\n");
        Assert.Equal(200, (await _http.ReadAsync()).Status);
    }

    [Fact]
    public async Task Chunked_body_is_read_with_extensions_and_trailers()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await _http.SendAsync("PUT /box/a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n" + RawHttp.SignedForS3 + "\r\n"
            + "5;name=value;flag\r\nhello\r\n00A \t;x=\"y\"\r\n, \r\nworld!\r\n0;last\r\nX-Trailer: 1\r\nX-Other: 2\r\n\r\n");
        Assert.Equal(200, (await _http.ReadAsync()).Status);
        Assert.Equal("hello, \r\nworld!", (await _http.AskAsync("GET", "/box/a", RawHttp.SignedForS3)).Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Long_body_comes_whole(bool chunked)
    {
        const int Size = 9_000_001;
        var content = new byte[Size];
        new Random(1).NextBytes(content);
        var text = Encoding.Latin1.GetString(content);
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        if (chunked)
        {
            await _http.SendAsync("PUT", "/box/a", RawHttp.SignedForS3 + "Transfer-Encoding: chunked\r\n");
            for (var (at, size) = (0, 1); at < Size; (at, size) = (at + size, size * 3))
            {
                size = Math.Min(size, Size - at);
                await _http.SendAsync($"{size:x}\r\n{text.Substring(at, size)}\r\n");
            }

            await _http.SendAsync("0\r\n\r\n");
        }
        else
        {
            await _http.SendAsync("PUT", "/box/a", RawHttp.SignedForS3, text);
        }

        Assert.Equal(200, (await _http.ReadAsync()).Status);
        var answer = await _http.AskAsync("GET", "/box/a", RawHttp.SignedForS3);
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(Encoding.Latin1.GetBytes(answer.Body)));
    }

    [Fact]
    public async Task Client_that_sends_too_much_can_still_read_why_it_is_refused()
    {
        await _http.SendAsync("PUT", "/box/a", RawHttp.SignedForS3 + $"Content-Length: {5L << 30}\r\n");
        var piece = new string('a', 1 << 20);
        for (var n = 0; n < 32; n++) await _http.SendAsync(piece);
        await AssertRefused(413);
    }

    [Fact]
    public async Task Continue_is_said_once_and_before_the_body_is_read()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        foreach (var name in (string[])["a", "b"])
        {
            await _http.SendAsync("PUT", "/box/" + name, RawHttp.SignedForS3 + "Expect: 100-Continue\r\nContent-Length: 4\r\n");
            Assert.Equal(100, (await _http.ReadAsync()).Status);
            await _http.SendAsync(name + "bcd");
            Assert.Equal(200, (await _http.ReadAsync()).Status);
        }

        Assert.Equal("bbcd", (await _http.AskAsync("GET", "/box/b", RawHttp.SignedForS3)).Body);
    }

    [Fact]
    public async Task Continue_is_not_said_where_no_body_is_due() =>
        Assert.Equal(200, (await _http.AskAsync("GET", "/_sandbox/clock", "Expect: 100-continue\r\n")).Status);

    [Fact]
    public async Task Answers_to_head_and_those_without_content_have_no_body()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        var tag = (await _http.AskAsync("PUT", "/box/a", RawHttp.SignedForS3, "12345")).Headers["ETag"];
        var head = await _http.AskAsync("HEAD", "/box/a", RawHttp.SignedForS3);
        Assert.Equal((200, "5"), (head.Status, head.Headers["Content-Length"]));
        var unchanged = await _http.AskAsync("GET", "/box/a", RawHttp.SignedForS3 + $"If-None-Match: {tag}\r\n");
        Assert.Equal((304, false), (unchanged.Status, unchanged.Headers.ContainsKey("Content-Length")));
        var deleted = await _http.AskAsync("DELETE", "/box/a", RawHttp.SignedForS3);
        Assert.Equal((204, false), (deleted.Status, deleted.Headers.ContainsKey("Content-Length")));

        // The body names the method, which is one letter longer.
        var (get, same) = (await _http.AskAsync("GET", "/_sandbox/x"), await _http.AskAsync("HEAD", "/_sandbox/x"));
        Assert.Equal((404, $"{get.Body.Length + 1}"), (same.Status, same.Headers["Content-Length"]));
    }

    [Fact]
    public async Task Line_break_in_a_header_that_the_client_asks_for_does_not_split_the_answer()
    {
        await _http.AskAsync("PUT", "/box", RawHttp.SignedForS3);
        await _http.AskAsync("PUT", "/box/a", RawHttp.SignedForS3, "12345");
        var answer = await _http.AskAsync("GET", "/box/a?response-content-disposition=a%0D%0AX-Split:%201", RawHttp.SignedForS3);
        Assert.Equal("a  X-Split: 1", answer.Headers["Content-Disposition"]);
        Assert.Equal("12345", answer.Body);
    }

    [Fact]
    public async Task Every_answer_has_a_date_by_the_sandboxs_clock()
    {
        _server.Sandbox.Clock.Freeze(new(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));
        Assert.Equal("Sat, 31 Jan 2026 23:30:00 GMT", (await _http.AskAsync("GET", "/_sandbox/clock")).Headers["Date"]);
    }

    private async Task AssertRefused(int status)
    {
        var answer = await _http.ReadAsync();
        Assert.True(status == answer.Status, answer.Body);
        Assert.Equal("close", answer.Headers["Connection"]);
        Assert.NotEmpty(answer.Body);
        _http.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal("", await _http.RestAsync());
    }
}
