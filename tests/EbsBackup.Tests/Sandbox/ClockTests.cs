using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

public sealed class ClockTests
{
    [Fact]
    public async Task Delay_on_a_frozen_clock_ends_when_the_clock_is_moved_past_it()
    {
        var clock = new SandboxClock();
        clock.Freeze();
        var delay = Task.Delay(TimeSpan.FromHours(2), clock);
        clock.Advance(TimeSpan.FromMinutes(119));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(2));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_instant()
    {
        var clock = new SandboxClock();
        var start = new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero);
        clock.Freeze(start);
        var fired = new List<(string, TimeSpan)>();
        using var late = clock.CreateTimer(_ => fired.Add(("late", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => fired.Add(("often", clock.GetUtcNow() - start)), null, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([("often", TimeSpan.FromSeconds(20)), ("late", TimeSpan.FromSeconds(30)), ("often", TimeSpan.FromSeconds(40)), ("often", TimeSpan.FromSeconds(60))], fired);
        Assert.Equal(start.AddMinutes(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task Running_clock_keeps_its_offset_and_fires_in_real_time()
    {
        var clock = new SandboxClock();
        clock.Advance(TimeSpan.FromDays(400));
        Assert.InRange((clock.GetUtcNow() - DateTimeOffset.UtcNow).TotalDays, 399.99, 400.01);
        await Task.Delay(TimeSpan.FromMilliseconds(30), clock).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Disposed_timer_does_not_fire()
    {
        var clock = new SandboxClock();
        clock.Freeze();
        var fired = false;
        clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(fired);
    }

    [Fact]
    public void Timestamps_measure_the_time_that_the_clock_was_moved()
    {
        var clock = new SandboxClock();
        clock.Freeze();
        var before = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(TimeSpan.FromMinutes(3), clock.GetElapsedTime(before));
    }
}
