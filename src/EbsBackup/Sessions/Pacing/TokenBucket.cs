namespace EbsBackup.Sessions.Pacing;

/// <summary>
/// Keeps one family of requests within AWS's own bucket: a burst, then the refill rate. A throttle empties the bucket
/// and lowers the rate by 20 %, since someone else draws from it too. Within 20 s the rate is back where it was too high,
/// stays near there, and then seeks more and more, up to the published rate: a cubic curve, as of
/// https://www.rfc-editor.org/rfc/rfc9438.
/// </summary>
internal sealed class TokenBucket
{
    private const double SlowBy = 0.2;
    private const double SlowestShare = 0.05;
    private static readonly TimeSpan BackAfter = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly RequestFamily _family;
    private readonly TimeProvider _clock;
    private double? _tooHigh;
    private double _tokens;
    private long _countedAt;
    private long _slowedAt;

    public TokenBucket(RequestFamily family, TimeProvider clock)
    {
        _family = family;
        _clock = clock;
        _tokens = family.Size;
        _countedAt = _slowedAt = clock.GetTimestamp();
    }

    /// <summary>Requests per second that the bucket now allows.</summary>
    public double Rate
    {
        get { lock (_gate) return RateNow(); }
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
            if (_tooHigh is not null && _clock.GetElapsedTime(_slowedAt) < TimeSpan.FromSeconds(1)) return;
            Refill();
            _tokens = Math.Min(_tokens, 0);
            _tooHigh = RateNow();
            _slowedAt = _clock.GetTimestamp();
        }
    }

    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            Refill();
            _tokens -= 1;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / RateNow());
        }
    }

    private double RateNow()
    {
        if (_tooHigh is not { } tooHigh) return _family.RefillPerSecond;
        var way = (_clock.GetElapsedTime(_slowedAt).TotalSeconds / BackAfter.TotalSeconds) - 1;
        return Math.Max(_family.RefillPerSecond * SlowestShare, Math.Min(_family.RefillPerSecond, tooHigh * (1 + (SlowBy * way * way * way))));
    }

    private void Refill()
    {
        var now = _clock.GetTimestamp();
        _tokens = Math.Min(_family.Size, _tokens + (_clock.GetElapsedTime(_countedAt, now).TotalSeconds * RateNow()));
        _countedAt = now;
    }
}
