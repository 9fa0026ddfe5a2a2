using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class JobListingsTests
{
    private static readonly ReportWindow Day = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    [Fact]
    public async Task Summaries_of_the_day_alone_are_added_up_from_every_page()
    {
        var (start, end) = (Day.Start.UtcDateTime, Day.End.UtcDateTime);
        (IEnumerable<(DateTime?, DateTime?, long?)> Summaries, string? Next)[] pages =
        [
            ([(start, end, 3), (start.AddDays(-1), start, 100), (start, end.AddDays(13), 1000), (start.AddDays(-13), end, 1000)], "next"),
            ([(start, end, 4), (start, end, null)], null),
        ];

        Assert.Equal(7, await JobListings.SumAsync(Day, token => Task.FromResult(pages[token is null ? 0 : 1])));
    }

    [Fact]
    public async Task Without_a_summary_of_the_day_there_is_no_count() =>
        Assert.Null(await JobListings.SumAsync(Day, _ => Task.FromResult<(IEnumerable<(DateTime? Start, DateTime? End, long? Count)>, string?)>(([], null))));
}
