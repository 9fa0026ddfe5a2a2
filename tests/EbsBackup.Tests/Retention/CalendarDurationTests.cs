using System.Globalization;
using EbsBackup.Retention;

namespace EbsBackup.Tests.Retention;

public sealed class CalendarDurationTests
{
    [Theory]
    [InlineData("15d", "P15D")]
    [InlineData("12h", "PT12H")]
    [InlineData("1y6m", "P1Y6M")]
    [InlineData("2w", "P14D")]
    [InlineData("P1Y2M3DT4H", "P1Y2M3DT4H")]
    [InlineData("PT90M", "PT90M")]
    [InlineData(" P2W ", "P14D")]
    public void Durations_are_read(string text, string iso) => Assert.Equal(iso, CalendarDuration.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("15")]
    [InlineData("0d")]
    [InlineData("-15d")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P15DT")]
    [InlineData("15 days")]
    public void What_is_no_duration_is_refused(string? text) =>
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => CalendarDuration.Parse(text)).Error.Id);

    [Theory]
    [InlineData("P1M", "2026-03-31T10:00:00Z", "UTC", "2026-02-28T10:00:00Z")]
    [InlineData("P1M3D", "2026-03-02T10:00:00Z", "UTC", "2026-01-30T10:00:00Z")] // months before days
    [InlineData("P1Y", "2028-02-29T10:00:00Z", "UTC", "2027-02-28T10:00:00Z")]
    [InlineData("P1D", "2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-28T13:00:00Z")]
    [InlineData("PT24H", "2026-03-29T12:00:00Z", "Europe/Berlin", "2026-03-28T12:00:00Z")]
    [InlineData("P1D", "2011-12-31T10:00:00Z", "Pacific/Apia", "2011-12-30T10:00:00Z")]
    [InlineData("P2D", "2011-12-31T10:00:00Z", "Pacific/Apia", "2011-12-30T10:00:00Z")] // the 30th was left out: the midnight that began it is that of the 31st
    [InlineData("P3D", "2011-12-31T10:00:00Z", "Pacific/Apia", "2011-12-29T10:00:00Z")]
    [InlineData("P9999Y", "2026-03-29T12:00:00Z", "UTC", "0001-01-01T00:00:00Z")]
    [InlineData("P999999D", "2026-03-29T12:00:00Z", "UTC", "0001-01-01T00:00:00Z")]
    public void Years_months_and_days_are_the_calendars_and_hours_are_elapsed(string duration, string from, string zone, string expected) =>
        Assert.Equal(At(expected), CalendarDuration.Parse(duration).Before(At(from), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Durations_reach_back_as_far_as_their_definition_says() => RandomHistory.Always(history =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(history.Rules.TimeZone);
        var length = new CalendarDuration(history.Pick([0, 1, 4]), history.Pick([0, 1, 11, 13]), history.Pick([0, 1, 3, 30]), history.Pick([0, 1, 25]), history.Pick([0, 20]));
        return length.Before(history.Now, zone) == RetentionByDefinition.Ago(length, history.Now, zone);
    });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
