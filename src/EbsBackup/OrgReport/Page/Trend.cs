namespace EbsBackup.OrgReport.Page;

/// <summary>The days up to the report's own, and how it compares with them.</summary>
internal sealed class Trend
{
    /// <summary>As long as AWS Backup keeps jobs.</summary>
    public const int Days = 30;

    private Trend(IReadOnlyList<TrendPoint> points, bool comparable) => (Points, Comparable) = (points, comparable);

    /// <summary>Oldest first; the last is the report's own.</summary>
    public IReadOnlyList<TrendPoint> Points { get; }

    /// <summary>The report covers 24 hours, as the archived days do, and they were over when it was read.</summary>
    public bool Comparable { get; }

    public TrendPoint Own => Points[Days - 1];

    public TrendPoint DayBefore => Points[Days - 2];

    /// <summary>The earlier days of which there is a report.</summary>
    public int KnownDays => Earlier.Count();

    /// <summary>Failures on the middle one of the earlier days known; null if none is.</summary>
    public long? MedianFailures => Median(Earlier.Select(point => point.Failures));

    /// <summary>Less than half as many jobs as on the middle day, though all could be read: what does not run cannot fail.</summary>
    public bool FewJobs => Comparable && !Own.Partial && Own.Total * 2 < MedianTotal;

    /// <summary>Jobs on the middle one of the earlier days known; null if none is.</summary>
    public long? MedianTotal => Median(Earlier.Select(point => point.Total));

    private IEnumerable<TrendPoint> Earlier => Points.Where(point => !point.Own && !point.Missing);

    /// <summary>
    /// Failures more than on the day before; negative if fewer. Where not everything could be read the counts are lower
    /// bounds, and so is the magnitude of the change; null if not even its sign is sure.
    /// </summary>
    public long? Change
    {
        get
        {
            var change = Own.Failures - DayBefore.Failures;
            var sure = Comparable && !DayBefore.Missing
                && (!Own.Partial || (change > 0 && !DayBefore.Partial))
                && (!DayBefore.Partial || change < 0);
            return sure ? change : null;
        }
    }

    /// <summary>Null if no archive was looked at.</summary>
    public static Trend? Of(ReportPageModel model)
    {
        if (model.Trend is not { } archived)
            return null;

        var today = model.WindowEnd.AddTicks(-1).UtcDateTime.Date;
        var byDay = new Dictionary<DateTime, TrendDay>();
        foreach (var day in archived)
            byDay[day.Day.Date] = day;

        var points = Enumerable.Range(0, Days - 1)
            .Select(i => today.AddDays(i - Days + 1))
            .Select(day => byDay.TryGetValue(day, out var known) ? TrendPoint.Of(known) : new TrendPoint(day) { Missing = true })
            .Append(TrendPoint.Of(today, model.BackupJobs.Counts, model.AsOf >= model.WindowEnd && !model.Gaps.Any(gap => gap.HidesBackupJobs)));
        return new([.. points], model.WindowEnd - model.WindowStart == TimeSpan.FromDays(1) && model.AsOf >= model.WindowEnd);
    }

    private static long? Median(IEnumerable<long> counts)
    {
        var sorted = counts.OrderBy(count => count).ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
