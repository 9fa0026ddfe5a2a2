using System.Globalization;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class ReportWindowTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-02-01")] // month end: the original asked for 32 January
    [InlineData("2025-12-31", "2026-01-01")] // year end
    [InlineData("2028-02-28", "2028-02-29")] // leap year
    [InlineData("2028-02-29", "2028-03-01")] // leap day
    [InlineData("2026-02-28", "2026-03-01")]
    [InlineData("2026-03-29", "2026-03-30")] // clocks change in Europe
    [InlineData("2026-10-25", "2026-10-26")]
    [InlineData("2026-03-08", "2026-03-09")] // and in North America
    [InlineData("2026-11-01", "2026-11-02")]
    [InlineData("2100-02-28", "2100-03-01")] // no leap year
    public void A_day_ends_where_the_next_begins(string day, string next)
    {
        var window = ReportWindow.OfDay(Date(day));

        Assert.Equal(Utc(day), window.Start);
        Assert.Equal(Utc(next), window.End);
        Assert.Equal(Date(day), window.Day);
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void A_day_is_the_one_written_whatever_the_kind(DateTimeKind kind)
    {
        var window = ReportWindow.OfDay(new DateTime(2026, 1, 31, 23, 59, 59, kind));

        Assert.Equal(Utc("2026-01-31"), window.Start);
    }

    [Theory]
    [InlineData("2026-01-31T23:59:00Z", "2026-01-31")] // when the original's rule fires
    [InlineData("2026-02-01T00:00:00Z", "2026-01-31")] // nothing of February is in it
    [InlineData("2026-02-01T00:00:01Z", "2026-02-01")]
    [InlineData("2026-01-31T22:30:00-03:00", "2026-02-01")]
    public void Hours_are_filed_under_the_day_of_their_last_instant(string now, string day)
    {
        var window = ReportWindow.LastHours(24, Utc(now));

        Assert.Equal(TimeSpan.FromHours(24), window.End - window.Start);
        Assert.Equal(Date(day), window.Day);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(720.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Hours_that_AWS_does_not_keep_are_refused(double hours) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportWindow.LastHours(hours, Utc("2026-02-01")));

    [Fact]
    public void Thirty_days_are_kept() => Assert.Equal(Utc("2026-01-02"), ReportWindow.LastHours(720, Utc("2026-02-01")).Start);

    [Fact]
    public void The_start_is_in_the_window_and_the_end_is_not()
    {
        var window = ReportWindow.OfDay(Date("2026-01-31"));

        Assert.True(window.Contains(window.Start));
        Assert.True(window.Contains(window.End.AddTicks(-1)));
        Assert.False(window.Contains(window.End));
        Assert.False(window.Contains(window.Start.AddTicks(-1)));
    }

    [Fact]
    public void Slices_cover_the_window_once()
    {
        var window = ReportWindow.LastHours(23.7, Utc("2026-02-01T05:43:21.1234567Z"));

        var slices = window.Split(24).ToList();

        Assert.Equal(24, slices.Count);
        Assert.Equal(window.Start, slices[0].Start);
        Assert.Equal(window.End, slices[^1].End);
        Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-02-03T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("2026-01-30T00:00:00Z", "2026-01-31T00:00:00Z")]
    public void What_lies_ahead_is_left_out(string now, string end)
    {
        var day = ReportWindow.OfDay(Date("2026-01-31"));

        Assert.Equal(Utc(end), day.Until(Utc(now)).End);
        Assert.Equal(day.Start, day.Until(Utc(now)).Start);
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DateTime Date(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
