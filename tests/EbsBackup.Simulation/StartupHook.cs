using System.Globalization;
using EbsBackup.Sessions;

/// <summary>
/// Runs in the runner's process before its Main (DOTNET_STARTUP_HOOKS) and tells it of the sandbox's clock, as any host of a
/// sandbox does: so hours pass between two runs without waiting, and the clocks agree as a machine's and AWS's should.
/// https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md
/// </summary>
internal static class StartupHook
{
    public const string Endpoint = "EBSBACKUP_SIMULATION_ENDPOINT";
    public const string Offset = "EBSBACKUP_SIMULATION_CLOCK_OFFSET";
    public const string AccessKey = "EBSBACKUP_SIMULATION_ACCESS_KEY";

    public static void Initialize() => LocalEndpoints.Register(
        new Uri(Environment.GetEnvironmentVariable(Endpoint)!),
        new AccessKeys(Environment.GetEnvironmentVariable(AccessKey)!, "secret"),
        new OffsetClock(TimeSpan.Parse(Environment.GetEnvironmentVariable(Offset)!, CultureInfo.InvariantCulture)));

    private sealed class OffsetClock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}
