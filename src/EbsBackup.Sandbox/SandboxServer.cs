using System.Net;
using System.Net.Sockets;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox;

/// <summary>Serves a sandbox over HTTP on 127.0.0.1.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private SandboxServer(Sandbox sandbox, HttpListener listener, int port)
    {
        Sandbox = sandbox;
        _listener = listener;
        EndpointUrl = new($"http://127.0.0.1:{port}");
        _accepting = Task.Run(AcceptAsync);
    }

    public Uri EndpointUrl { get; }

    public Sandbox Sandbox { get; }

    /// <summary>A key of the default account; any other unknown key does as well, unless signatures are verified.</summary>
    public string AccessKeyId => Sandbox.DefaultKey.AccessKeyId;

    public string SecretAccessKey => Sandbox.DefaultKey.SecretAccessKey;

    /// <exception cref="IOException">The port is taken.</exception>
    public static SandboxServer Start(SandboxOptions options) => Start(options, Sandbox.Create(options));

    public static SandboxServer Start(SandboxOptions options, Sandbox sandbox)
    {
        // A free port may be taken between our look and our use of it.
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port == 0 ? FreePort() : options.Port;
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return new(sandbox, listener, port);
            }
            catch (Exception e) when (e is HttpListenerException or SocketException)
            {
                listener.Close();
                if (options.Port != 0 || attempt == 20)
                    throw new IOException($"The sandbox cannot listen on 127.0.0.1:{port}: {e.Message}. Give another port, or 0 for a free one.", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        _listener.Close();
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (_stop.IsCancellationRequested) return;
                continue;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var answer = Sandbox.Handle(await ReadAsync(context.Request).ConfigureAwait(false));
            if (answer.Delivery == Delivery.Withheld) await Task.Delay(Timeout.Infinite, _stop.Token).ConfigureAwait(false);
            if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, _stop.Token).ConfigureAwait(false);
            if (answer.Delivery == Delivery.Reset) BreakOff(context.Response);
            else await WriteAsync(answer, context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The caller has gone, or the sandbox is stopping: there is no one to tell.
            context.Response.Abort();
        }
    }

    // HttpListener sends its headers before it lets the connection go: promise more than comes.
    private static void BreakOff(HttpListenerResponse response)
    {
        response.StatusCode = 500;
        response.ContentLength64 = 1;
        response.Abort();
    }

    private static async Task<SandboxRequest> ReadAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream(request.ContentLength64 > 0 ? checked((int)request.ContentLength64) : 0);
        if (request.HasEntityBody) await request.InputStream.CopyToAsync(body).ConfigureAwait(false);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in request.Headers.AllKeys)
        {
            if (name is not null) headers[name] = request.Headers[name] ?? "";
        }

        var raw = request.RawUrl ?? "/";
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        return new()
        {
            Method = request.HttpMethod.ToUpperInvariant(),
            RawPath = question < 0 ? raw : raw[..question],
            RawQuery = question < 0 ? "" : raw[(question + 1)..],
            Headers = headers,
            Body = body.GetBuffer().AsMemory(0, (int)body.Length),
        };
    }

    private static async Task WriteAsync(SandboxResponse answer, HttpListenerContext context)
    {
        var response = context.Response;
        var head = context.Request.HttpMethod == "HEAD";
        response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) response.ContentLength64 = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            else response.Headers[name] = value;
        }

        if (!head || response.ContentLength64 == 0) response.ContentLength64 = answer.Body.Length;
        if (!head && !answer.Body.IsEmpty) await response.OutputStream.WriteAsync(answer.Body).ConfigureAwait(false);
        response.Close();
    }
}
