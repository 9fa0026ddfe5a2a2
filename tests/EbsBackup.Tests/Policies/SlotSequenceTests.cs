using System.Globalization;
using EbsBackup.Policies;
using EbsBackup.Retention;

namespace EbsBackup.Tests.Policies;

public sealed class SlotSequenceTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    public void A_leap_year_of_hours_has_8784_slots_an_hour_apart(string zone)
    {
        var slots = Year("1h", "2028-01-01T00:00:00", zone);
        Assert.Equal(8784, slots.Count);
        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.Equal(TimeSpan.FromHours(1), pair.Second - pair.First));
    }

    [Theory]
    [InlineData("UTC", "02:30", "2028", 366)]
    [InlineData("Europe/Berlin", "02:30", "2028", 366)]
    [InlineData("Europe/Berlin", "02:30", "2027", 365)]
    [InlineData("Australia/Lord_Howe", "02:15", "2028", 366)]
    [InlineData("America/Sao_Paulo", "00:00", "2018", 365)]
    public void A_year_of_days_has_one_slot_a_day_also_where_clocks_leave_its_time_out_or_repeat_it(string zone, string time, string year, int days)
    {
        var slots = Year("1d", $"{year}-01-01T{time}", zone).Select(s => TimeZoneInfo.ConvertTime(s, Zone(zone))).ToList();
        Assert.Equal(days, slots.Count);
        Assert.Equal(days, slots.Select(s => s.Date).Distinct().Count());
        Assert.InRange(slots.Count(s => s.ToString("HH:mm", CultureInfo.InvariantCulture) != time), 0, 1);
        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalHours, 23, 25));
    }

    [Fact]
    public void Month_ends_come_back_after_a_short_month() => Assert.Equal(
        ["01-31", "02-29", "03-31", "04-30", "05-31"],
        Year("P1M", "2028-01-31T12:00", "UTC").Take(5).Select(s => s.ToString("MM-dd", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("P1DT1H")]
    [InlineData("1w12h")]
    public void Days_with_hours_are_refused(string every) =>
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => Year(every, "2028-01-01T00:00", "UTC")).Error.Id);

    [Fact]
    public void The_calendars_end_ends_it()
    {
        var last = new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero);
        Assert.InRange(SlotSequence.Every(CalendarDuration.Parse("1h"), last, TimeZoneInfo.Utc).Count(), 24, 48);
        Assert.InRange(SlotSequence.Every(CalendarDuration.Parse("1d"), last, TimeZoneInfo.Utc).Count(), 1, 2);
    }

    private static List<DateTimeOffset> Year(string every, string first, string zone)
    {
        var wall = DateTime.Parse(first, CultureInfo.InvariantCulture);
        var end = WallClock.ToInstant(new DateTime(wall.Year + 1, 1, 1), Zone(zone));
        return [.. SlotSequence.Every(CalendarDuration.Parse(every), WallClock.ToInstant(wall, Zone(zone)), Zone(zone)).TakeWhile(s => s < end)];
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
