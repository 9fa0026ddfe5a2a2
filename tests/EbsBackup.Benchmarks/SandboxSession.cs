using EbsBackup.Sessions;

namespace EbsBackup.Benchmarks;

/// <summary>The session of a worker on the sandbox that its parent serves.</summary>
internal static class SandboxSession
{
    public static AwsSession Open(string endpointUrl, TimeProvider? clock = null) => new(new SessionOptions
    {
        EndpointUrl = endpointUrl,
        Region = SnapshotFleet.Region,
        Credentials = () => new AccessKeys("AKIASANDBOXDEFAULT00", "sandboxsandboxsandboxsandboxsandboxsandb"),
        Clock = clock ?? TimeProvider.System,
    });
}
