using System.Text.Json;
using EbsBackup.Coverage;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

/// <summary>What earlier manifests mean for the days that are missing, and for what must not give way.</summary>
public sealed class ReportArchiveTests
{
    private static readonly DateTimeOffset Today = new(2028, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, IReadOnlyDictionary<string, long>> Nothing = [];
    private static readonly OrgJobCounts NoJobs = new()
    {
        Counts = new Dictionary<string, long>(), EndedLater = new Dictionary<string, long>(), Regions = Nothing, Accounts = Nothing, ResourceTypes = Nothing, SummaryCounts = new Dictionary<string, long>(),
    };
    private static readonly CoverageReport Covered = CoverageReport.Failed(Today, TimeSpan.FromHours(25), new("X", ErrorCategory.InvalidData, "x", "x", "x"));

    [Theory]
    [InlineData(0, 24, Outcome.Succeeded, 24, true)]
    [InlineData(0, 24, Outcome.Partial, 24, false)]
    [InlineData(0, 24, Outcome.Succeeded, 23, false)] // not over when it was read
    [InlineData(18, 24, Outcome.Succeeded, 24, false)] // some hours of it
    [InlineData(-6, 24, Outcome.Succeeded, 24, false)]
    public async Task A_day_is_there_when_all_of_it_was_read_after_it_was_over(int start, int end, Outcome outcome, int asOf, bool there)
    {
        var day = Today.AddDays(-1);
        var report = Report(day.AddHours(start), day.AddHours(end), outcome) with { AsOf = day.AddHours(asOf) };

        var missing = await new ReportArchive(Holding(day, report)).MissingAsync(Keys(Today), Today.AddHours(1), default);

        Assert.Equal(!there, missing.Contains(day.UtcDateTime));
        Assert.Equal(there ? 28 : 29, missing.Count);
    }

    [Theory]
    [InlineData(0, 29)]
    [InlineData(1, 28)]
    public async Task A_day_of_which_AWS_has_a_part_only_is_not_offered(int seconds, int count)
    {
        var archive = new ReportArchive((_, _) => Task.FromResult<Stream?>(null));
        var missing = await archive.MissingAsync(Keys(Today.AddDays(-1)), Today.AddSeconds(seconds), default);
        Assert.Equal(count, missing.Count);
        Assert.Equal(Today.AddDays(-2).UtcDateTime, missing[^1]);
    }

    [Fact]
    public async Task Of_an_archive_that_cannot_be_read_nothing_is_known()
    {
        var (known, missing) = await new ReportArchive((_, _) => throw new TimeoutException()).ReadAsync(Keys(Today), Today, default);
        Assert.Null(known);
        Assert.Empty(missing);
    }

    [Fact]
    public async Task What_is_no_manifest_is_no_day()
    {
        var (known, missing) = await new ReportArchive((_, _) => Task.FromResult<Stream?>(new MemoryStream("<html>"u8.ToArray()))).ReadAsync(Keys(Today), Today, default);
        Assert.Empty(known!);
        Assert.Equal(29, missing.Count);
    }

    /// <param name="there">When the report that is there begins, ends and was read, in hours from the day's begin.</param>
    [Theory]
    [InlineData("0 24 24 Succeeded", "0 24 Partial", true)]
    [InlineData("0 24 24 Succeeded", "0 24 Succeeded", false)]
    [InlineData("0 24 24 Partial", "0 24 Partial", false)]
    [InlineData("0 24 23 Succeeded", "0 24 Partial", false)] // the day was not over yet
    [InlineData("1 24 24 Succeeded", "0 24 Partial", false)] // other times: neither is more
    [InlineData("0 23 24 Succeeded", "0 24 Partial", false)]
    [InlineData("-6 24 24 Succeeded", "0 24 Succeeded", true)]
    [InlineData("0 24 24 Succeeded", "0 18 Succeeded", true)]
    public async Task A_complete_report_stays_where_the_new_one_tells_less(string there, string instead, bool keeps)
    {
        var (old, other) = (there.Split(' '), instead.Split(' '));
        var report = Report(Hour(old[0]), Hour(old[1]), Enum.Parse<Outcome>(old[3])) with { AsOf = Hour(old[2]) };
        Assert.Equal(keeps, await ReportArchive.KeepsAsync(Manifest(report), Report(Hour(other[0]), Hour(other[1]), Enum.Parse<Outcome>(other[2])), default));

        static DateTimeOffset Hour(string text) => Today.AddHours(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_complete_report_stays_where_the_new_one_leaves_out_a_Region_or_a_kind_or_the_coverage()
    {
        var one = Report(Today, Today.AddDays(1), Outcome.Succeeded);
        OrgBackupReport[] more =
        [
            one with { Regions = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["us-east-1"] = new Dictionary<string, long>(), ["eu-west-1"] = new Dictionary<string, long>() } },
            one with { CopyJobs = NoJobs },
            one with { RestoreJobs = NoJobs },
            one with { Coverage = Covered },
        ];
        foreach (var report in more)
        {
            Assert.True(await ReportArchive.KeepsAsync(Manifest(report), one, default));
            Assert.False(await ReportArchive.KeepsAsync(Manifest(one), report, default));
            Assert.False(await ReportArchive.KeepsAsync(Manifest(report), report, default));
        }
    }

    private static ReportKeys Keys(DateTimeOffset day) => new("BackupReports", day.UtcDateTime);

    private static Func<string, CancellationToken, Task<Stream?>> Holding(DateTimeOffset day, OrgBackupReport report) =>
        (key, _) => Task.FromResult(key == Keys(day).Manifest ? Manifest(report) : null);

    private static Stream Manifest(OrgBackupReport report) => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(report, ReportStaging.ManifestFormat));

    private static OrgBackupReport Report(DateTimeOffset start, DateTimeOffset end, Outcome outcome) => new()
    {
        Start = start,
        End = end,
        AsOf = end,
        Outcome = outcome,
        Counts = new Dictionary<string, long>(),
        EndedLater = new Dictionary<string, long>(),
        Regions = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["us-east-1"] = new Dictionary<string, long>() },
        Accounts = Nothing,
        ResourceTypes = Nothing,
        Files = [],
        Errors = [],
    };
}
