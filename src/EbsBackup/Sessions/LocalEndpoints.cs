using System.Collections.Concurrent;

namespace EbsBackup.Sessions;

/// <summary>
/// Endpoints that the host started in this process (a sandbox) with the credentials they accept, so that
/// naming the endpoint is enough. Only loopback addresses can be registered.
/// </summary>
public static class LocalEndpoints
{
    // By port: 127.0.0.1, [::1] and localhost are one machine.
    private static readonly ConcurrentDictionary<int, LocalEndpoint> Known = new();

    /// <param name="clock">The endpoint's own clock, when it can be moved; sessions on the endpoint live by it.</param>
    /// <exception cref="EbsBackupException">The address is not on loopback.</exception>
    public static void Register(Uri endpointUrl, AccessKeys keys, TimeProvider? clock = null)
    {
        var uri = EndpointAddress.Parse(endpointUrl.ToString());
        if (!uri.IsLoopback) throw EbsBackupError.InvalidEndpoint(endpointUrl.ToString()).ToException();
        Known[uri.Port] = new LocalEndpoint(keys, clock);
    }

    public static void Unregister(Uri endpointUrl) => Known.TryRemove(endpointUrl.Port, out _);

    internal static LocalEndpoint? Find(Uri? endpointUrl) =>
        endpointUrl is { IsLoopback: true } && Known.TryGetValue(endpointUrl.Port, out var found) ? found : null;

    internal sealed record LocalEndpoint(AccessKeys Keys, TimeProvider? Clock);
}
