using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class TrendTests
{
    private static readonly DateTimeOffset Start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Thirty_days_end_with_the_reports_own_and_cross_a_leap_day()
    {
        var trend = Trend.Of(Model(failures: 1))!;
        Assert.Equal(30, trend.Points.Count);
        Assert.Equal([new DateTime(2024, 2, 29), new DateTime(2024, 3, 1)], trend.Points.Skip(28).Select(point => point.Day));
        Assert.Equal(new DateTime(2024, 2, 1), trend.Points[0].Day);
    }

    [Fact]
    public void A_day_without_a_report_is_missing_and_not_zero()
    {
        var trend = Trend.Of(Model(failures: 1, Day(-2, 5)))!;
        Assert.True(trend.DayBefore.Missing);
        Assert.Null(trend.Change);
        Assert.Equal(1, trend.KnownDays);
        Assert.Equal(5, trend.MedianFailures);
    }

    [Theory]
    [InlineData(7, false, 5, false, 2L)]
    [InlineData(5, false, 5, false, 0L)]
    [InlineData(3, false, 5, false, -2L)]
    [InlineData(7, true, 5, false, 2L)]      // at least two more
    [InlineData(3, true, 5, false, null)]    // fewer are known; more may have failed
    [InlineData(3, false, 5, true, -2L)]     // at least two fewer
    [InlineData(7, false, 5, true, null)]
    [InlineData(7, true, 5, true, null)]
    public void A_change_is_stated_only_where_its_sign_is_sure(long own, bool ownPartial, long before, bool beforePartial, long? change)
    {
        var model = Model(own, Day(-1, before) with { Complete = !beforePartial });
        if (ownPartial)
            model = model with { Gaps = [new("backup jobs", null, "us-east-1", "denied", null)] };
        Assert.Equal(change, Trend.Of(model)!.Change);
    }

    [Fact]
    public void A_gap_in_the_coverage_does_not_make_the_job_counts_uncertain()
    {
        var model = Model(1, Day(-1, 5)) with { Gaps = [new("volumes", "333333333333", null, "denied", null) { HidesBackupJobs = false }] };
        Assert.Equal(-4, Trend.Of(model)!.Change);
    }

    [Fact]
    public void Another_length_than_a_day_is_not_compared()
    {
        var model = Model(7, Day(-1, 5)) with { WindowStart = Start.AddHours(-48) };
        Assert.Null(Trend.Of(model)!.Change);
    }

    [Fact]
    public void A_day_that_is_not_over_is_not_compared()
    {
        var trend = Trend.Of(Model(7, Day(-1, 5)) with { AsOf = Start.AddHours(8) })!;
        Assert.Null(trend.Change);
        Assert.True(trend.Own.Partial);
    }

    [Fact]
    public void Categories_that_repeat_jobs_are_not_counted_twice_and_unknown_ones_are_counted()
    {
        var day = new TrendDay(
            Start.AddDays(-1).UtcDateTime,
            new Dictionary<string, long> { ["COMPLETED"] = 10, ["PARTIAL"] = 1, ["COMPLETED_WITH_ISSUES"] = 4, ["ENDED_LATER"] = 9, ["OTHER"] = 2, ["NEW"] = 1 },
            CompletedWithIssues: 4,
            Complete: true);
        var point = TrendPoint.Of(day);
        Assert.Equal((14, 1, 4, 3, 6), (point.Total, point.Failures, point.Issues, point.Other, point.Clean));
    }

    [Fact]
    public async Task A_day_on_which_hardly_a_job_ran_is_not_good_news()
    {
        var document = await RenderedPage.DocumentAsync(Model(0, Day(-1, 3), Day(-2, 3)));
        var answer = document.QuerySelectorAll(".answer")[2];
        Assert.Contains("bad", answer.ClassList);
        Assert.Contains("Only 0 jobs, where the median is 103", answer.TextContent, StringComparison.Ordinal);
    }

    private static TrendDay Day(int offset, long failed) =>
        new(Start.AddDays(offset).UtcDateTime, new Dictionary<string, long> { ["FAILED"] = failed, ["COMPLETED"] = 100 }, 0, true);

    private static ReportPageModel Model(long failures, params TrendDay[] days)
    {
        var jobs = new PageStatistics(Start.AddDays(1));
        for (var i = 0; i < failures; i++)
            jobs.Add(new PageJob { State = "FAILED" });
        return new ReportPageModel
        {
            WindowStart = Start, WindowEnd = Start.AddDays(1), AsOf = Start.AddDays(1), Scope = "account 222222222222",
            Regions = ["us-east-1"], Outcome = Outcome.Succeeded, BackupJobs = jobs, Trend = days,
        };
    }
}
