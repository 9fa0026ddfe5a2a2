namespace EbsBackup.Retention;

/// <summary>The rules alone, over the instants of one volume's backups.</summary>
internal sealed class RuleEvaluation
{
    private readonly List<Rule> _rules = [];
    private readonly TimeZoneInfo _zone;

    public RuleEvaluation(RetentionRules rules, DateTimeOffset now, TimeZoneInfo zone)
    {
        _zone = zone;
        var flag = 1;
        foreach (var (_, period, count) in rules.Counts)
        {
            if (count != 0) _rules.Add(new Rule((RetentionReason)flag, period, count, DateTimeOffset.MinValue));
            flag <<= 1;
        }

        foreach (var (_, period, span) in rules.Spans)
        {
            if (span is { IsZero: false } length) _rules.Add(new Rule((RetentionReason)flag, period, -1, length.Before(now, zone)));
            flag <<= 1;
        }
    }

    /// <summary>Which rules keep each of these, given newest first. While a counted rule has counts left, it keeps the oldest too.</summary>
    public RetentionReason[] Evaluate(IReadOnlyList<DateTimeOffset> newestFirst)
    {
        var kept = new RetentionReason[newestFirst.Count];
        foreach (var rule in _rules)
        {
            var left = rule.Count;
            var last = long.MaxValue;
            for (var i = 0; i < kept.Length && left != 0; i++)
            {
                var time = newestFirst[i];
                if (time <= rule.After) break;
                var bucket = BucketOf(time, rule.Period, i);
                if (bucket >= last && i < kept.Length - 1) continue;
                kept[i] |= rule.Flag;
                last = bucket;
                if (left > 0) left--;
            }
        }

        return kept;
    }

    // Falls as time goes back, so that "lower than the last" means "a bucket not seen yet", also where clocks are turned back.
    private long BucketOf(DateTimeOffset time, RetentionPeriod period, int index)
    {
        if (period == RetentionPeriod.Each) return -index;
        var wall = _zone == TimeZoneInfo.Utc ? time.UtcDateTime : TimeZoneInfo.ConvertTime(time, _zone).DateTime;
        return period switch
        {
            RetentionPeriod.Hour => time.UtcTicks - (wall.Ticks % TimeSpan.TicksPerHour),
            RetentionPeriod.Day => wall.Ticks / TimeSpan.TicksPerDay,
            RetentionPeriod.Week => wall.Ticks / (7 * TimeSpan.TicksPerDay), // 0001-01-01 was a Monday
            RetentionPeriod.Month => (wall.Year * 12L) + wall.Month,
            _ => wall.Year,
        };
    }

    private sealed record Rule(RetentionReason Flag, RetentionPeriod Period, int Count, DateTimeOffset After);
}
