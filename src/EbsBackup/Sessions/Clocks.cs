namespace EbsBackup.Sessions;

/// <summary>Waiting on a given clock, on every target framework.</summary>
internal static class Clocks
{
    public static Task DelayAsync(TimeProvider clock, TimeSpan delay, CancellationToken cancellationToken) =>
#if NETFRAMEWORK
        clock.Delay(delay, cancellationToken);
#else
        Task.Delay(delay, clock, cancellationToken);
#endif
}
