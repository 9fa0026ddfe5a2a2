using System.Globalization;
using EbsBackup.Policies;

namespace EbsBackup.Tests.Policies;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-01-31T23:30:00Z", "2026-01-31T23:30:00.0000000Z")]
    [InlineData("2026-01-31T23:30Z", "2026-01-31T23:30:00.0000000Z")]
    [InlineData("2026-01-31T23:30:00.1Z", "2026-01-31T23:30:00.1000000Z")]
    [InlineData("2026-01-31T23:30:00.123456789Z", "2026-01-31T23:30:00.1234568Z")]
    [InlineData("2026-02-01T05:15:00+05:45", "2026-01-31T23:30:00.0000000Z")]
    [InlineData("2028-02-29T00:00:00-00:00", "2028-02-29T00:00:00.0000000Z")]
    public void Instants_are_read(string text, string utc)
    {
        Assert.True(Instant.TryParse(text, out var instant));
        Assert.Equal(utc, instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T23:30:00")] // of which zone?
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-01-31T24:30:00Z")]
    [InlineData("01/02/2026 00:00:00Z")]
    [InlineData("2026-01-31 23:30:00Z")]
    [InlineData("yesterday")]
    public void What_is_no_instant_is_refused(string? text)
    {
        Assert.False(Instant.TryParse(text, out _));
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => Instant.Parse(text)).Error.Id);
    }
}
