namespace EbsBackup.Sessions;

/// <summary>
/// AWS's clock minus ours, from the Date headers of answers; null before any answer. A header was written at some instant
/// between the request and its answer, so each answer allows a range, a slow one a wide one; all together leave little.
/// </summary>
internal sealed class ClockSkewMeter(TimeProvider clock)
{
    // A Date header has whole seconds.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private (TimeSpan Least, TimeSpan Most)? _range;

    public TimeSpan? Skew
    {
        get
        {
            lock (_gate) return _range is { } range ? new TimeSpan((range.Least.Ticks + range.Most.Ticks) / 2) : null;
        }
    }

    public void Saw(DateTimeOffset awsNow, TimeSpan roundTrip)
    {
        var least = awsNow - clock.GetUtcNow();
        var most = least + roundTrip + Precision;
        lock (_gate)
        {
            // A clock that was set meanwhile agrees with no earlier answer.
            _range = _range is { } known && known.Least <= most && least <= known.Most
                ? (least > known.Least ? least : known.Least, most < known.Most ? most : known.Most)
                : (least, most);
        }
    }
}
