using System.Text;
using System.Text.Json;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class JobListTests
{
    [Fact]
    public async Task Hostile_texts_are_the_same_as_rows_as_lines_and_as_objects()
    {
        var jobs = HostileText.All.Select((text, number) => new OrgBackupJob
        {
            Region = "us-east-1", BackupJobId = $"{number}", AccountId = "012345678901", ResourceName = text, StatusMessage = text,
            IsParent = number % 2 == 0, BackupSizeInBytes = number, CreationDate = DateTimeOffset.UnixEpoch.AddMilliseconds(number * 7919L),
            CreatedBy = new BackupJobCreator { BackupPlanName = text },
        }).ToList();

        using var page = await WirePages.OfAsync(jobs, "next");

        Assert.Equal("next", page.NextToken);
        Assert.Equal(jobs, page.Jobs.Select(row => row.ToJob()));
        Assert.Equal(jobs.Select(job => (job.StatusMessage, job.CreationDate, job.BackupSizeInBytes)), page.Jobs.Select(row => (row.StatusMessage, row.CreationDate, row.BackupSizeInBytes)));
        foreach (var (row, job) in page.Jobs.Zip(jobs))
        {
            var line = Line(row);
            Assert.DoesNotContain(line, c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029');
            Assert.Equal(job.StatusMessage, JsonDocument.Parse(line).RootElement.GetProperty("StatusMessage").GetString());
        }
    }

    [Fact]
    public async Task What_is_unknown_or_null_is_left_out_and_members_come_in_any_order()
    {
        using var page = await ReadAsync("""
            { "New": [{"NextToken": "no"}], "NextToken": "", "BackupJobs": [
                {"State": "FAILED", "AccountId": "1", "Later": {"State": "x"}, "StatusMessage": null, "CreatedBy": {"Who": 1, "BackupPlanName": "a\u00e9"}},
                {"AccountId": "2", "State": "RUNNING", "PercentDone": 12.5} ] }
            """);

        Assert.Null(page.NextToken);
        Assert.Equal(
            ["""{"Region":"us-east-1","EndedLater":false,"AccountId":"1","CreatedBy":{"BackupPlanName":"aé"},"State":"FAILED"}""",
             """{"Region":"us-east-1","EndedLater":false,"AccountId":"2","PercentDone":"12.5","State":"RUNNING"}"""],
            page.Jobs.Select(Line));
        Assert.Equal("12.5", ((OrgBackupJob)page.Jobs[1].ToJob()).PercentDone);
    }

    [Theory]
    [InlineData("""{"BackupJobs":null}""")]
    [InlineData("""{"NextToken":null,"BackupJobs":[]}""")]
    [InlineData("{}")]
    public async Task A_page_may_be_empty(string json)
    {
        using var page = await ReadAsync(json);

        Assert.Empty(page.Jobs);
        Assert.Null(page.NextToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"BackupJobs":{}}""")]
    [InlineData("""{"BackupJobs":[1]}""")]
    [InlineData("""{"BackupJobs":[{"State":"FAILED"}""")]
    [InlineData("""{"BackupJobs":[{"State":{"Of":"mind"}}]}""")]
    [InlineData("""{"BackupJobs":[{"IsParent":"yes"}]}""")]
    [InlineData("""{"BackupJobs":[{"BackupSizeInBytes":"much"}]}""")]
    [InlineData("""{"BackupJobs":[{"CreatedBy":[]}]}""")]
    [InlineData("""{"BackupJobs":[{"CreationDate":"soon"}]}""")]
    [InlineData("""{"BackupJobs":[{"CreationDate":true}]}""")]
    [InlineData("""{"BackupJobs":[{"CreationDate":1e300}]}""")]
    public async Task What_is_no_page_is_refused_before_any_of_it_is_used(string json) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(json));

    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20Z")]
    [InlineData("1700000000.5", "2023-11-14T22:13:20.5Z")]
    [InlineData("1700000000.086", "2023-11-14T22:13:20.086Z")]
    [InlineData("1700000000.0000001", "2023-11-14T22:13:20.0000001Z")]
    [InlineData("1700000000.08600000000", "2023-11-14T22:13:20.086Z")]
    [InlineData("1.7E9", "2023-11-14T22:13:20Z")]
    [InlineData("1.700000000086e9", "2023-11-14T22:13:20.086Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("-1.5", "1969-12-31T23:59:58.5Z")]
    [InlineData("-0.5", "1969-12-31T23:59:59.5Z")]
    [InlineData("\"2023-11-14T23:13:20.5+01:00\"", "2023-11-14T22:13:20.5Z")]
    public async Task Instants_are_what_AWS_gave_to_the_last_digit(string json, string text)
    {
        using var page = await ReadAsync($$"""{"BackupJobs":[{"CreationDate":{{json}}}]}""");

        Assert.Equal(text, Cell(page.Jobs[0], "CreationDate"));
        Assert.Equal(text[..^1] + "+00:00", JsonDocument.Parse(Line(page.Jobs[0])).RootElement.GetProperty("CreationDate").GetString());
        Assert.Equal(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture), page.Jobs[0].CreationDate);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("-5", "-5")]
    [InlineData("1.5E3", "1500")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public async Task Numbers_are_whole(string json, string text)
    {
        using var page = await ReadAsync($$"""{"BackupJobs":[{"BackupSizeInBytes":{{json}}}]}""");

        Assert.Equal(text, Cell(page.Jobs[0], "BackupSizeInBytes"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public async Task The_length_that_is_told_is_only_a_hint(long length)
    {
        var message = new string('x', 200_000);

        using var page = await ReadAsync($$"""{"BackupJobs":[{"StatusMessage":"{{message}}"}]}""", length);

        Assert.Equal(message, page.Jobs[0].StatusMessage);
    }

    [Fact]
    public async Task A_page_has_nothing_of_the_page_that_was_in_its_memory_before()
    {
        var memory = new JobList.Memory();
        for (var round = 0; round < 20; round++)
        {
            using var many = await WirePages.OfAsync(Enumerable.Range(0, 50).Select(n => new OrgBackupJob { Region = "", State = $"{round}-{n}", StatusMessage = "long ago" }), memory: memory);
            Assert.Equal(Enumerable.Range(0, 50).Select(n => $"{round}-{n}"), many.Jobs.Select(row => row.State));
            many.Dispose();
            using var few = await WirePages.OfAsync([new OrgBackupJob { Region = "", State = "RUNNING" }], memory: memory);
            Assert.Null(Assert.Single(few.Jobs).StatusMessage);
        }
    }

    private static string Line(JobRow row)
    {
        var json = new Utf8Buffer();
        row.Form.Write(row, null, null, json);
        return Encoding.UTF8.GetString(json.Written);
    }

    private static string Cell(JobRow row, string name)
    {
        var column = Array.FindIndex(row.Form.Columns, c => c.Name == name);
        return Encoding.UTF8.GetString(row.Form.Columns[column].Format(row[column], new byte[JobColumn.ScratchLength]).Text);
    }

    private static async Task<JobList> ReadAsync(string json, long length = -1)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await JobList.ReadAsync(body, length, JobForm.For(OrgJobKind.Backup), "us-east-1", endedLater: false, new(), CancellationToken.None);
    }
}
