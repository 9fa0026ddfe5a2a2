namespace EbsBackup.Simulation;

/// <summary>A scheduler's own clock, so far off from AWS's; it stops when the scheduler is killed.</summary>
internal sealed class SchedulerClock(SimulatedTime time, TimeSpan skew, Func<bool> alive) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, alive);
}
