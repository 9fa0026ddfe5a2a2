using EbsBackup.Sandbox;

namespace EbsBackup.Tests;

/// <summary>A sandbox's frozen clock that leaps to the end of every wait: hours of waiting take no time.</summary>
internal sealed class LeapingClock(SandboxClock clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(_ => Leap(callback, state, dueTime), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void Leap(TimerCallback callback, object? state, TimeSpan dueTime)
    {
        if (dueTime > TimeSpan.Zero) clock.Advance(dueTime);
        callback(state);
    }
}
