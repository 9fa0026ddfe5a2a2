namespace EbsBackup.Sandbox;

/// <summary>
/// The time inside a sandbox: real time plus an offset that can be moved, or frozen. Timers made here fire when
/// the clock is moved past them, so that code that waits with this provider waits in the sandbox's time.
/// </summary>
public sealed class SandboxClock : TimeProvider
{
    private readonly TimeProvider _real;
    private readonly object _gate = new();
    private readonly DateTimeOffset _origin;
    private readonly PriorityQueue<(SandboxTimer Timer, long Generation), (DateTimeOffset Due, long Order)> _timers = new();
    private readonly ITimer _wake;
    private TimeSpan _offset;
    private DateTimeOffset? _frozen;
    private long _order;

    public SandboxClock(TimeProvider? real = null)
    {
        _real = real ?? System;
        _origin = _real.GetUtcNow();
        _wake = _real.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public bool IsFrozen
    {
        get { lock (_gate) return _frozen is not null; }
    }

    /// <summary>The time outside: clients sign by it, wherever the sandbox's clock stands.</summary>
    public DateTimeOffset RealUtcNow => _real.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return Now();
    }

    public override long GetTimestamp() => (GetUtcNow() - _origin).Ticks;

    /// <summary>Stops the clock where it is, or at <paramref name="at"/>.</summary>
    public void Freeze(DateTimeOffset? at = null)
    {
        lock (_gate) _frozen = (at ?? Now()).ToUniversalTime();
        FireDue();
    }

    /// <summary>Lets the clock run on in real time from where it stands.</summary>
    public void Run()
    {
        lock (_gate)
        {
            _offset = Now() - _real.GetUtcNow();
            _frozen = null;
        }

        FireDue();
    }

    /// <summary>Sets the clock; frozen stays frozen. Timers that came due fire in their order.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        instant = instant.ToUniversalTime();
        while (TakeDue(instant) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate) Set(instant);
        FireDue();
    }

    /// <summary>Moves the clock by a span; each timer fires at its own instant on the way.</summary>
    public void Advance(TimeSpan span) => MoveTo(GetUtcNow() + span);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SandboxTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private DateTimeOffset Now() => _frozen ?? _real.GetUtcNow() + _offset;

    private void Set(DateTimeOffset instant)
    {
        if (_frozen is not null) _frozen = instant;
        else _offset = instant - _real.GetUtcNow();
    }

    private void Schedule(SandboxTimer timer, long generation, TimeSpan dueTime)
    {
        lock (_gate) _timers.Enqueue((timer, generation), (Now() + dueTime, _order++));
        if (dueTime <= TimeSpan.Zero) FireDue();
        else Arm();
    }

    private void FireDue()
    {
        while (TakeDue(null) is { } timer) timer.Fire();
        Arm();
    }

    private SandboxTimer? TakeDue(DateTimeOffset? until)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var entry, out var key))
            {
                var live = entry.Generation == entry.Timer.Generation;
                if (live && key.Due > (until ?? Now())) return null;
                _timers.Dequeue();
                if (!live) continue;
                if (until is not null && key.Due > Now()) Set(key.Due);
                return entry.Timer;
            }

            return null;
        }
    }

    private void Arm()
    {
        lock (_gate)
        {
            if (_frozen is not null || !_timers.TryPeek(out _, out var key)) return;
            var wait = key.Due - Now();
            if (wait < TimeSpan.FromDays(1)) _wake.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class SandboxTimer(SandboxClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Raised by each change, so that an entry of the queue made before it counts for nothing.</summary>
        public long Generation { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            long generation;
            lock (clock._gate)
            {
                if (Generation < 0) return false;
                generation = ++Generation;
                _period = period;
            }

            if (dueTime != Timeout.InfiniteTimeSpan) clock.Schedule(this, generation, dueTime);
            return true;
        }

        public void Fire()
        {
            var again = _period > TimeSpan.Zero;
            if (again) Change(_period, _period);
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate) Generation = -1;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
