namespace EbsBackup.Sessions;

/// <summary>AWS's clock minus ours, from the Date header of the latest answer; null before any answer.</summary>
internal sealed class ClockSkewMeter(TimeProvider clock)
{
    private long _ticks = long.MinValue;

    public TimeSpan? Skew => Interlocked.Read(ref _ticks) is var ticks && ticks == long.MinValue ? null : new TimeSpan(ticks);

    public void Saw(DateTimeOffset awsNow) => Interlocked.Exchange(ref _ticks, (awsNow - clock.GetUtcNow()).Ticks);
}
