namespace EbsBackup.Sessions.Pacing;

/// <summary>
/// Keeps one family of requests within AWS's own bucket: a burst, then the refill rate. A throttle empties the bucket
/// and lowers the rate by 30 % (someone else draws from it too); each success gives 1/50 of the published rate back.
/// </summary>
internal sealed class TokenBucket
{
    private const double SlowBy = 0.7;
    private const double RegainBy = 0.02;
    private const double SlowestShare = 0.05;

    private readonly object _gate = new();
    private readonly RequestFamily _family;
    private readonly TimeProvider _clock;
    private double _rate;
    private double _tokens;
    private long _countedAt;
    private long _slowedAt;

    public TokenBucket(RequestFamily family, TimeProvider clock)
    {
        _family = family;
        _clock = clock;
        _rate = family.RefillPerSecond;
        _tokens = family.Size;
        _countedAt = _slowedAt = clock.GetTimestamp();
    }

    /// <summary>Requests per second that the bucket now allows.</summary>
    public double Rate
    {
        get { lock (_gate) return _rate; }
    }

    /// <summary>Returns when the next request may go; waiters are served in the order of their asking.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        return wait > TimeSpan.Zero ? Clocks.DelayAsync(_clock, wait, cancellationToken) : Task.CompletedTask;
    }

    public void Throttled()
    {
        lock (_gate)
        {
            // Requests already on the wire come back throttled together: they are one signal, not many.
            if (_clock.GetElapsedTime(_slowedAt) < TimeSpan.FromSeconds(1) && _rate < _family.RefillPerSecond) return;
            _slowedAt = _clock.GetTimestamp();
            Refill();
            _tokens = Math.Min(_tokens, 0);
            _rate = Math.Max(_rate * SlowBy, _family.RefillPerSecond * SlowestShare);
        }
    }

    public void Succeeded()
    {
        lock (_gate) _rate = Math.Min(_family.RefillPerSecond, _rate + (_family.RefillPerSecond * RegainBy));
    }

    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            Refill();
            _tokens -= 1;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _rate);
        }
    }

    private void Refill()
    {
        var now = _clock.GetTimestamp();
        _tokens = Math.Min(_family.Size, _tokens + (_clock.GetElapsedTime(_countedAt, now).TotalSeconds * _rate));
        _countedAt = now;
    }
}
