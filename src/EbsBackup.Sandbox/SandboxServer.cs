using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox;

/// <summary>Serves a sandbox over HTTP/1.1 on 127.0.0.1, and on ::1 where it can, so that <c>localhost</c> reaches it too.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly List<TcpListener> _listeners;
    private readonly List<Task> _accepting;
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly CancellationTokenSource _stop = new();

    private SandboxServer(Sandbox sandbox, TcpListener listener)
    {
        Sandbox = sandbox;
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        EndpointUrl = new($"http://127.0.0.1:{port}");
        _listeners = [listener];
        if (TryListen(IPAddress.IPv6Loopback, port, out _) is { } second) _listeners.Add(second);
        _accepting = _listeners.ConvertAll(l => Task.Run(() => AcceptAsync(l)));
    }

    public Uri EndpointUrl { get; }

    public Sandbox Sandbox { get; }

    /// <summary>A key of the default account; any other unknown key does as well, unless signatures are verified.</summary>
    public string AccessKeyId => Sandbox.DefaultKey.AccessKeyId;

    public string SecretAccessKey => Sandbox.DefaultKey.SecretAccessKey;

    /// <exception cref="IOException">The port is taken, or is none.</exception>
    public static SandboxServer Start(SandboxOptions options) => Start(options, Sandbox.Create(options));

    /// <exception cref="IOException">The port is taken, or is none.</exception>
    public static SandboxServer Start(SandboxOptions options, Sandbox sandbox) =>
        TryListen(IPAddress.Loopback, options.Port, out var error) is { } listener
            ? new(sandbox, listener)
            : throw new IOException($"The sandbox cannot listen on 127.0.0.1:{options.Port}: {error!.Message}. Give another port, or 0 for a free one.", error);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TcpListener? TryListen(IPAddress address, int port, out Exception? error)
    {
        TcpListener? listener = null;
        try
        {
            listener = new(address, port);
            listener.Start();
            error = null;
            return listener;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            listener?.Dispose();
            error = e;
            return null;
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                var connection = Task.Run(() => new HttpConnection(socket, Sandbox, _stop.Token).RunAsync());
                _connections.TryAdd(connection, true);
                _ = connection.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client left while it waited, or this process has no handles left for now.
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
