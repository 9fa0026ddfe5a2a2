using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using EbsBackup;
using EbsBackup.OrgReport;
using EbsBackup.OrgReport.Page;
using EbsBackup.Tests.Aws;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class ReportPageTests
{
    [Fact]
    public async Task The_first_thing_said_is_what_failed_what_is_not_known_and_whether_it_is_worse()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        var answers = document.QuerySelectorAll("main > .answers > .answer");
        Assert.Equal(
            ["What failed", "What is not known", "Worse than the day before?", "What nothing protects"],
            answers.Select(answer => answer.QuerySelector("h2")!.TextContent));
        Assert.StartsWith("37 jobs did not succeed", answers[0].QuerySelector(".big")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("2 sources could not be read", answers[1].QuerySelector(".big")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("≥ 5 more failed", answers[2].QuerySelector(".big")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_read_stands_before_every_figure_that_lacks_it()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        var sections = document.QuerySelectorAll("main > section").Select(section => section.QuerySelector("h2")!.TextContent);
        Assert.Equal(["Could not be read", "30 days", "Backup jobs", "Coverage", "Copy jobs", "Files"], sections);
        Assert.Contains("us-west-2", document.QuerySelector("#gaps tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("types")]
    public async Task Coverage_is_counted_by_account_and_by_type_with_what_may_have_no_backup_first(string table)
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        long[][] Rows(string part) =>
            [.. document.QuerySelectorAll($"#coverage-{table} {part} tr").Select(row => row.QuerySelectorAll("td").Select(cell => long.Parse(cell.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray())];
        var (rows, total) = (Rows("tbody"), Assert.Single(Rows("tfoot")));

        Assert.True(rows.Length > 1);
        Assert.Equal(total, Enumerable.Range(0, total.Length).Select(column => rows.Sum(row => row[column])));
        Assert.All(rows, row => Assert.Equal(row[0], row.Skip(1).Sum()));
        Assert.Equal(rows.Select(row => row[1] + row[2]).OrderDescending(), rows.Select(row => row[1] + row[2]));
        Assert.Equal(total.Skip(1), document.QuerySelectorAll("#coverage > .tiles dd").Select(tile => long.Parse(tile.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_policy_allows_the_pages_own_style_and_script_and_nothing_else()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        var policy = document.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        string Hash(string selector) =>
            Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Assert.Single(document.QuerySelectorAll(selector)).TextContent)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Hash("style")}'; script-src 'sha256-{Hash("script")}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
            policy);
        Assert.Empty(document.QuerySelectorAll("[src], [style], link, [srcset], [action]"));
        Assert.DoesNotContain("url(", document.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", document.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_says_what_it_holds_and_every_link_leads_somewhere()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        Assert.All(document.QuerySelectorAll("table"), table =>
        {
            Assert.NotEmpty(table.QuerySelector("caption")!.TextContent);
            Assert.All(table.QuerySelectorAll("thead th"), header => Assert.Equal("col", header.GetAttribute("scope")));
            var columns = table.QuerySelectorAll("thead th").Length;
            Assert.All(table.QuerySelectorAll("tbody tr, tfoot tr"), row => Assert.Equal(columns, row.Children.Length));
        });
        var ids = document.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(document.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        Assert.All(document.QuerySelectorAll("[aria-labelledby]"), element => Assert.Contains(element.GetAttribute("aria-labelledby"), ids));
    }

    [Fact]
    public async Task Missing_days_are_missing_and_partly_read_days_are_marked()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Create());
        var chart = document.QuerySelector(".chart ol")!;
        Assert.Equal(30, chart.Children.Length);
        Assert.Equal(
            ["2026-01-10: no report", "2026-01-19: no report", "2026-01-20: no report"],
            chart.QuerySelectorAll(".missing").Select(day => day.GetAttribute("title")));
        Assert.Empty(chart.QuerySelectorAll(".missing svg"));
        Assert.Equal(2, chart.QuerySelectorAll(".partial").Length);
        Assert.Equal(3, document.QuerySelectorAll("#days tbody tr").Count(row => row.TextContent.Contains("none?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_day_without_jobs_reads_as_that()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Empty());
        Assert.Contains("No backup job was created in this window", document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(document.QuerySelectorAll("table"));
        Assert.Empty(document.QuerySelectorAll(".bad"));
    }

    [Fact]
    public async Task A_day_without_jobs_that_could_not_be_read_is_not_called_good()
    {
        var document = await RenderedPage.DocumentAsync(SampleReport.Empty(new PageGap("backup jobs", null, "us-east-1", "Access denied.", null)));
        Assert.Contains("But not everything could be read.", document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(document.QuerySelectorAll(".answer.good"));
    }

    [Fact]
    public async Task What_is_cut_is_told_and_the_page_stays_small()
    {
        var jobs = new PageStatistics(DateTimeOffset.UnixEpoch);
        var rest = new string('"', 32 * 1024 - 4);
        for (var i = 0; i < 6_000; i++)
        {
            jobs.Add(new PageJob
            {
                JobId = $"{i:X32}", AccountId = $"{i % 3_000:000000000000}", Region = $"r{i % 40}", ResourceType = "EBS", State = i < 5_000 ? "FAILED" : "COMPLETED", HasIssues = i >= 5_000,
                StatusMessage = $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}: {rest}",
            });
        }

        var html = await RenderedPage.HtmlAsync(SampleReport.Empty() with { BackupJobs = jobs });
        Assert.InRange(html.Length, 1_000_000, 8_000_000);
        Assert.Contains("Only 200 causes are kept; ", html, StringComparison.Ordinal);
        Assert.Matches("Jobs that did not succeed: showing [0-9,]+ of 5,000, some of every cause; all are in the CSV\\.", html);
        Assert.Contains("The 500 with most failures of 3,000; the others are counted together in the last rows.", html, StringComparison.Ordinal);
        Assert.Contains("31,768 more characters are in the CSV", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_page_is_as_large_as_the_docs_say()
    {
        var page = await File.ReadAllTextAsync(RepositoryFolder.Of("docs", "report-page.md"));
        var said = int.Parse(Regex.Match(page, "A page of 12,000 jobs is about ([0-9]+) KB").Groups[1].Value, CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetByteCount(await RenderedPage.HtmlAsync(SampleReport.Create()));
        Assert.InRange(bytes / 1000, said - (said / 10), said + (said / 10));
    }

    [Fact]
    public async Task Totals_stay_whole_when_rows_are_cut()
    {
        var jobs = new PageStatistics(DateTimeOffset.UnixEpoch, PageLimits.Default with { Keys = 5, BreakdownRows = 3 });
        for (var i = 0; i < 100; i++)
            jobs.Add(new PageJob { AccountId = $"{i % 10:000000000000}", State = "COMPLETED" });
        var document = await RenderedPage.DocumentAsync(SampleReport.Empty() with { BackupJobs = jobs });
        var rows = document.QuerySelectorAll("#backup-accounts tr").Skip(1).Select(row => (row.Children[0].TextContent, row.Children[1].TextContent)).ToList();
        Assert.Equal(
            [("000000000000", "10"), ("000000000001", "10"), ("000000000002", "10"), ("All others", "70"), ("Total", "100")],
            rows);
    }

    [Fact]
    public async Task A_report_and_its_jobs_make_a_page()
    {
        var counts = new Dictionary<string, long> { ["COMPLETED"] = 10, ["COMPLETED_WITH_ISSUES"] = 2 };
        var report = new OrgBackupReport
        {
            Start = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero),
            End = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero),
            AsOf = new DateTimeOffset(2026, 2, 1, 0, 10, 0, TimeSpan.Zero),
            ManagementAccountId = "111111111111",
            Outcome = Outcome.Partial,
            Counts = counts,
            EndedLater = new Dictionary<string, long>(),
            Regions = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["eu-west-1"] = counts, ["us-west-2"] = new Dictionary<string, long>() },
            Accounts = new Dictionary<string, IReadOnlyDictionary<string, long>>(),
            ResourceTypes = new Dictionary<string, IReadOnlyDictionary<string, long>>(),
            Files = [new("COMPLETED", "BackupReports/2026/01/31/BackupReport-COMPLETED-31-Jan-2026.csv", 10, 900, "abc")],
            Errors = [new("Throttled", ErrorCategory.LimitsExceeded, "us-west-2", "Rate exceeded.", "Wait.")],
        };
        var jobs = new PageStatistics(report.AsOf);
        jobs.Add(PageJob.Of(new OrgBackupJob { Region = "eu-west-1", State = "COMPLETED", MessageCategory = "VSSWarning" }));

        var document = await RenderedPage.DocumentAsync(ReportPageModel.Of(report, jobs, "BackupReports/2026/01/31/report.html") with
        {
            Trend = [TrendDay.Of(report with { End = report.Start })],
            Gaps = [new PageGap("backup jobs", null, "us-west-2", "Rate exceeded.", "Wait.")],
        });

        Assert.Equal("us-west-2", document.QuerySelector("#gaps tbody tr")!.Children[2].TextContent);
        Assert.Equal("BackupReport-COMPLETED-31-Jan-2026.csv", document.QuerySelector("#file-list a")!.GetAttribute("href"));
        Assert.Contains("Jobs completed with issues: all 1.", document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-01-30not everything was read1002010", document.QuerySelectorAll("#days tbody tr")[1].TextContent.Trim());
    }

    [Fact]
    public async Task The_stream_stays_open_and_cancellation_is_heard()
    {
        using var stream = new MemoryStream();
        await ReportPage.WriteAsync(stream, SampleReport.Empty());
        Assert.True(stream.CanWrite);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReportPage.WriteAsync(stream, SampleReport.Empty(), new CancellationToken(true)));
    }
}
