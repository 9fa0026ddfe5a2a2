namespace EbsBackup.Simulation;

/// <summary>
/// The only clock and the only scheduler of a simulated world: everything that waits is an entry here, and the next one
/// due runs when all code has come to wait. Nothing runs beside it, so a seed gives the same history each time.
/// </summary>
internal sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _agenda = new();
    private DateTimeOffset _now = start;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, static () => true);

    /// <param name="alive">Asked when the timer is due: what waits for it may have been killed.</param>
    public ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, Func<bool> alive)
    {
        var timer = new Timer(this, callback, state, alive);
        timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    public void After(TimeSpan delay, Action action)
    {
        lock (_agenda) _agenda.Enqueue(action, (_now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero), _order++));
    }

    /// <summary>Goes on to the next thing that is due and does it; false when nothing waits.</summary>
    public bool Step() => Step(DateTimeOffset.MaxValue);

    /// <summary>Lets time pass, with all that is due in it.</summary>
    public void Pass(TimeSpan span)
    {
        var until = _now + span;
        while (Step(until)) ;
        _now = until;
    }

    private bool Step(DateTimeOffset until)
    {
        Action? next;
        lock (_agenda)
        {
            if (!_agenda.TryPeek(out _, out var key) || key.Due > until) return false;
            next = _agenda.Dequeue();
            if (key.Due > _now) _now = key.Due;
        }

        next();
        return true;
    }

    private sealed class Timer(SimulatedTime time, TimerCallback callback, object? state, Func<bool> alive) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            time.After(dueTime, () =>
            {
                if (version == _version && alive()) callback(state);
            });
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
