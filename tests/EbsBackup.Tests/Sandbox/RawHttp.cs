using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EbsBackup.Tests.Sandbox;

/// <summary>A connection on which a test says what it likes, byte by byte. Text is Latin-1: one character a byte.</summary>
internal sealed class RawHttp : IDisposable
{
    public const string SignedForS3 = "Authorization: AWS4-HMAC-SHA256 Credential=A/20260131/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private RawHttp(TcpClient client)
    {
        _client = client;
        _client.NoDelay = true;
        _reader = new(client.GetStream(), Encoding.Latin1);
    }

    public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);

    public Socket Socket => _client.Client;

    public static async Task<RawHttp> ConnectAsync(Uri endpoint, IPAddress? address = null)
    {
        var client = new TcpClient((address ?? IPAddress.Loopback).AddressFamily);
        await client.ConnectAsync(address ?? IPAddress.Loopback, endpoint.Port);
        return new(client);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }

    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(Patience);

    /// <summary>Sends one request with a Host, and the body's length unless <paramref name="headers"/> frame it.</summary>
    public Task SendAsync(string method, string target, string headers = "", string body = "", string version = "HTTP/1.1") =>
        SendAsync($"{method} {target} {version}\r\nHost: 127.0.0.1\r\n{headers}{(body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "")}\r\n{body}");

    public async Task<Answer> AskAsync(string method, string target, string headers = "", string body = "", string version = "HTTP/1.1")
    {
        await SendAsync(method, target, headers, body, version);
        return await ReadAsync(isHead: method == "HEAD");
    }

    public async Task<Answer> ReadAsync(bool isHead = false)
    {
        var status = int.Parse((await LineAsync() ?? throw new EndOfStreamException("no answer")).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync() is { Length: > 0 } line)
            headers.Add(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
        var length = isHead || status is 100 or 204 or 304 ? 0 : int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
        var body = new char[length];
        if (length > 0) Assert.Equal(length, await _reader.ReadBlockAsync(body).AsTask().WaitAsync(Patience));
        return new(status, headers, new(body));
    }

    /// <summary>What comes before the server ends the connection.</summary>
    public Task<string> RestAsync() => _reader.ReadToEndAsync().WaitAsync(Patience);

    private Task<string?> LineAsync() => _reader.ReadLineAsync().WaitAsync(Patience);
}
