using EbsBackup.Sessions;

namespace EbsBackup.Tests.Sessions;

public class ClockSkewMeterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(100);
    private readonly ClockSkewMeter _meter = new(new FixedClock());

    [Fact]
    public void Nothing_is_known_before_an_answer() => Assert.Null(_meter.Skew);

    [Fact]
    public void Slow_answer_does_not_spoil_what_a_quick_one_told()
    {
        _meter.Saw(Now, Instant);
        _meter.Saw(Now.AddSeconds(-90), TimeSpan.FromSeconds(95));
        Assert.InRange(_meter.Skew!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public void Quick_answer_puts_right_what_a_slow_one_told()
    {
        _meter.Saw(Now.AddSeconds(-90), TimeSpan.FromSeconds(95));
        _meter.Saw(Now, Instant);
        Assert.InRange(_meter.Skew!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public void Clock_that_was_set_meanwhile_is_measured_anew()
    {
        _meter.Saw(Now, Instant);
        _meter.Saw(Now.AddMinutes(20), Instant);
        Assert.InRange(_meter.Skew!.Value, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(1.1));
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
