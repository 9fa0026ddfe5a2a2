namespace EbsBackup.Sessions;

/// <summary>
/// AWS's time as this machine knows it: its own clock, put right by what AWS's answers said. What several machines must
/// agree on, such as when a lease runs out, is written and judged by this.
/// </summary>
internal sealed class AwsClock(TimeProvider own, ClockSkewMeter skew) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override long TimestampFrequency => own.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => own.GetUtcNow() + (skew.Skew ?? TimeSpan.Zero);

    public override long GetTimestamp() => own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);
}
