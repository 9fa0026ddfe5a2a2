using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EbsBackup.Tests.Aws;

/// <summary>Answers everything with an empty success on a loopback port, and keeps what came.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<SentRequest> _received = new();
    private readonly Task _loop;

    public RecordingServer()
    {
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _loop = Task.Run(Listen);
    }

    public string Url { get; }

    public List<SentRequest> Take()
    {
        var taken = _received.ToList();
        _received.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task Listen()
    {
        try
        {
            while (_listener.IsListening)
                await Record(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task Record(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var headers = context.Request.Headers.AllKeys.OfType<string>()
            .ToDictionary(name => name, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
        var uri = new Uri(Url + context.Request.RawUrl);
        _received.Enqueue(new SentRequest(new HttpMethod(context.Request.HttpMethod), uri, headers, body.ToArray()));
        var answer = headers.GetValueOrDefault("Content-Type", "").Contains("form", StringComparison.Ordinal) ? "<r/>"u8.ToArray() : "{}"u8.ToArray();
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }
}
