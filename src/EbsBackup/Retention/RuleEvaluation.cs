namespace EbsBackup.Retention;

/// <summary>The rules alone, over the instants of one volume's backups.</summary>
internal sealed class RuleEvaluation
{
    private const long MinutesPerDay = 1440;

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
    public RetentionReason[] Evaluate(DateTimeOffset[] newestFirst)
    {
        var kept = new RetentionReason[newestFirst.Length];
        foreach (var rule in _rules)
        {
            var left = rule.Count;
            // Where clocks are turned back over midnight, two days take turns: https://en.wikipedia.org/wiki/Newfoundland_Time_Zone
            var (last, beforeLast) = (long.MinValue, long.MinValue);
            for (var i = 0; i < kept.Length && left != 0; i++)
            {
                var time = newestFirst[i];
                if (time <= rule.After) break;
                var bucket = BucketOf(time, rule.Period, i);
                var seen = bucket == last || bucket == beforeLast;
                if (bucket != last) (last, beforeLast) = (bucket, last);
                if (seen && i < kept.Length - 1) continue;
                kept[i] |= rule.Flag;
                if (left > 0) left--;
            }
        }

        return kept;
    }

    // An hour that autumn repeats is two hours: their offsets differ.
    private long BucketOf(DateTimeOffset time, RetentionPeriod period, int index)
    {
        if (period == RetentionPeriod.Each) return -index;
        var wall = _zone == TimeZoneInfo.Utc ? time.UtcDateTime : TimeZoneInfo.ConvertTime(time, _zone).DateTime;
        return period switch
        {
            RetentionPeriod.Hour => (wall.Ticks / TimeSpan.TicksPerHour * MinutesPerDay * 2) + ((wall.Ticks - time.UtcTicks) / TimeSpan.TicksPerMinute),
            RetentionPeriod.Day => wall.Ticks / TimeSpan.TicksPerDay,
            RetentionPeriod.Week => wall.Ticks / (7 * TimeSpan.TicksPerDay), // 0001-01-01 was a Monday
            RetentionPeriod.Month => (wall.Year * 12L) + wall.Month,
            _ => wall.Year,
        };
    }

    private sealed record Rule(RetentionReason Flag, RetentionPeriod Period, int Count, DateTimeOffset After);
}
