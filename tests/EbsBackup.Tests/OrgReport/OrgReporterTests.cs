using System.Globalization;
using System.Net;
using CsvHelper;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

public sealed class OrgReporterTests : IDisposable
{
    private static readonly ReportWindow LeapDay = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"ebsbackup-test-{Guid.NewGuid():N}");
    private readonly EbsBackup.Sandbox.Sandbox _sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions());

    public OrgReporterTests() => Directory.CreateDirectory(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Counts_are_those_of_the_source()
    {
        var jobs = Jobs(5_000, pageSize: 100);

        var report = await WriteAsync(jobs, new() { OutputPath = _root, Date = LeapDay.Day });

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Empty(report.Errors);
        Assert.Equal(5_000, report.Jobs);
        foreach (var state in ReportCategory.States)
        {
            var expected = Enumerable.Range(0, 5_000).Count(number => GeneratedJobs.StateOf(number) == state);
            Assert.Equal(expected, report.Counts[state]);
            Assert.Equal(expected, Read(report, state).Select(row => row["BackupJobId"]).Distinct().Count());
        }

        var issues = Enumerable.Range(0, 5_000).Count(number => number % 5 == 0 && GeneratedJobs.StateOf(number) == "COMPLETED");
        Assert.Equal(issues, report.Counts["COMPLETED_WITH_ISSUES"]);
        Assert.Equal(issues, Read(report, "COMPLETED_WITH_ISSUES").Count);
        Assert.Equal(12, report.Accounts.Count);
        Assert.Equal(5_000, report.Accounts.Values.Sum(states => states.Values.Sum()));
        Assert.Equal(5_000, report.Regions["us-east-1"].Values.Sum());
        Assert.Equal(5_000, report.ResourceTypes.Values.Sum(states => states.Values.Sum()));
    }

    [Fact]
    public async Task Hostile_messages_arrive_from_the_wire_in_the_file()
    {
        var texts = HostileText.All;
        var jobs = Jobs(texts.Count, pageSize: 1000, number => texts[number]);

        var report = await WriteAsync(jobs, new() { OutputPath = _root, Date = LeapDay.Day });

        var rows = ReportCategory.States.SelectMany(state => Read(report, state)).ToDictionary(row => row["BackupJobId"]);
        Assert.Equal(texts, Enumerable.Range(0, texts.Count).Select(number =>
            HostileText.Restore(rows[new Guid(number, 0, 0, new byte[8]).ToString().ToUpperInvariant()]["StatusMessage"])));
    }

    [Fact]
    public async Task Without_a_destination_the_jobs_stream_as_objects()
    {
        _sandbox.Clock.MoveTo(LeapDay.End);
        using var session = Session(Jobs(2_500, pageSize: 500));
        using var reporter = new OrgReporter(session, new() { Date = LeapDay.Day });
        var seen = new HashSet<string>();

        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message)))
        {
            Assert.True(seen.Add(job.JobId!));
            Assert.Equal("us-east-1", job.Region);
        }

        Assert.Equal(2_500, seen.Count);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task The_first_jobs_come_before_the_last_page_is_read()
    {
        _sandbox.Clock.MoveTo(LeapDay.End);
        var jobs = Jobs(5_000, pageSize: 100);
        using var session = Session(jobs);
        using var reporter = new OrgReporter(session, new() { Date = LeapDay.Day });
        var (first, all) = (0, 0);

        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message)))
        {
            if (++all == 1) first = jobs.Calls;
        }

        Assert.Equal(5_000, all);
        Assert.InRange(first, 1, 12);
        Assert.True(jobs.Calls > 50, $"{jobs.Calls} calls");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_an_hour_off_shifts_no_window(int hours)
    {
        var now = new DateTimeOffset(2026, 3, 1, 0, 30, 0, TimeSpan.Zero);
        _sandbox.Clock.MoveTo(now);
        using var session = Session(new SandboxHandler(_sandbox), new SkewedClock(_sandbox.Clock, TimeSpan.FromHours(hours)));
        using var reporter = new OrgReporter(session, new() { OutputPath = _root });

        var report = await reporter.WriteAsync();

        Assert.Equal("NotTheManagementAccount", Assert.Single(report.Errors).Id);
        Assert.InRange(report.End, now.AddSeconds(-1), now.AddMinutes(2));
        Assert.InRange(report.AsOf, now.AddSeconds(-1), now.AddMinutes(2));
        Assert.Equal(TimeSpan.FromHours(24), report.End - report.Start);
    }

    [Fact]
    public async Task A_Region_that_fails_is_in_the_report_and_the_others_arrive()
    {
        var jobs = new GeneratedJobs(new SandboxHandler(_sandbox), LeapDay, 100, 1000)
        {
            Refusal = ("eu-west-1", HttpStatusCode.Forbidden, "AccessDeniedException"),
        };

        var report = await WriteAsync(jobs, new() { OutputPath = _root, Date = LeapDay.Day, Regions = ["us-east-1", "eu-west-1"] });

        Assert.Equal(Outcome.Partial, report.Outcome);
        Assert.Equal(100, report.Jobs);
        Assert.Empty(report.Regions["eu-west-1"]);
        var error = Assert.Single(report.Errors);
        Assert.Equal("eu-west-1", error.TargetId);
        Assert.Equal("NotTheManagementAccount", error.Id);
        Assert.Contains("-ManagementRoleArn", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_read_is_nothing_written_and_an_earlier_report_stays()
    {
        var earlier = await WriteAsync(Jobs(10, 1000), new() { OutputPath = _root, Date = LeapDay.Day });
        var jobs = new GeneratedJobs(new SandboxHandler(_sandbox), LeapDay, 100, 1000)
        {
            Refusal = ("us-east-1", HttpStatusCode.Forbidden, "AccessDeniedException"),
        };

        var report = await WriteAsync(jobs, new() { OutputPath = _root, Date = LeapDay.Day });

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Empty(report.Files);
        Assert.Single(report.Errors);
        Assert.Equal(10, ReportCategory.States.Sum(state => Read(earlier, state).Count));
        Assert.True(File.Exists(earlier.Manifests[0]));
        Assert.Single(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task An_incomplete_report_does_not_replace_a_complete_one()
    {
        var options = new OrgReportOptions { OutputPath = _root, Date = LeapDay.Day, Regions = ["us-east-1", "eu-west-1"] };
        var earlier = await WriteAsync(Jobs(10, 1000), options);
        var manifest = await File.ReadAllTextAsync(earlier.Manifests[0]);
        GeneratedJobs Broken() => new(new SandboxHandler(_sandbox), LeapDay, 7, 1000)
        {
            Refusal = ("eu-west-1", HttpStatusCode.BadRequest, "ValidationException"),
        };

        var report = await WriteAsync(Broken(), options);

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Equal(["Rejected", "CompleteReportKept"], report.Errors.Select(error => error.Id));
        Assert.Equal(manifest, await File.ReadAllTextAsync(earlier.Manifests[0]));

        File.Delete(earlier.Manifests[0]);
        Assert.Equal(Outcome.Partial, (await WriteAsync(Broken(), options)).Outcome);
        Assert.Equal(Outcome.Partial, (await WriteAsync(Broken(), options)).Outcome);
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_asked_for_an_earlier_report_gets_no_incomplete_one()
    {
        _sandbox.Faults.Add(new FaultRule(Fault.Error("InvalidObjectState", "The bucket does not answer")) { Operation = "GetObject", Count = null });
        var jobs = new GeneratedJobs(new SandboxHandler(_sandbox), LeapDay, 7, 1000)
        {
            Refusal = ("eu-west-1", HttpStatusCode.BadRequest, "ValidationException"),
        };

        var report = await WriteAsync(jobs, new() { BucketName = "reports", Date = LeapDay.Day, Regions = ["us-east-1", "eu-west-1"] });

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Empty(report.Files);
        Assert.Equal(["eu-west-1", "reports"], report.Errors.Select(error => error.TargetId));
        Assert.NotEmpty(report.Errors[1].RecommendedAction);
        Assert.DoesNotContain(_sandbox.Calls.Records, call => call.Operation is "CreateMultipartUpload" or "PutObject");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_clear_error()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "");

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => WriteAsync(Jobs(1, 1), new() { OutputPath = file, Date = LeapDay.Day }));

        Assert.Equal(("FolderNotWritable", file), (thrown.Error.Id, thrown.Error.TargetId));
    }

    [Fact]
    public async Task Stopping_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var jobs = Jobs(5_000, pageSize: 100, number =>
        {
            if (number == 2_000) stop.Cancel();
            return "";
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WriteAsync(jobs, new() { OutputPath = _root, Date = LeapDay.Day }, token: stop.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task A_warm_process_reports_the_day_that_it_is_at_AWS()
    {
        using var session = Session(Jobs(10, 1000), _sandbox.Clock);
        using var reporter = new OrgReporter(session, new() { OutputPath = _root });
        _sandbox.Clock.MoveTo(new DateTimeOffset(2028, 2, 29, 23, 59, 0, TimeSpan.Zero));
        var first = await reporter.WriteAsync();
        _sandbox.Clock.MoveTo(new DateTimeOffset(2028, 3, 1, 23, 59, 0, TimeSpan.Zero));
        var second = await reporter.WriteAsync();

        Assert.EndsWith(Path.Combine("2028", "02", "29", "manifest.json"), first.Manifests[0], StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("2028", "03", "01", "manifest.json"), second.Manifests[0], StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(24), second.End - second.Start);
    }

    [Theory]
    [InlineData("2028-03-02", null, "BackupReports", null, "DateInTheFuture")]
    [InlineData("2028-01-31", null, "BackupReports", null, "DateNotKept")]
    [InlineData("2028-02-29", 24.0, "BackupReports", null, "DateAndHours")]
    [InlineData(null, 0.0, "BackupReports", null, "HoursNotKept")]
    [InlineData(null, 721.0, "BackupReports", null, "HoursNotKept")]
    [InlineData(null, null, "../up", null, "InvalidId")]
    [InlineData(null, null, "a/../../b", null, "InvalidId")]
    [InlineData(null, null, "/root", null, "InvalidId")]
    [InlineData(null, null, "C:\\reports", null, "InvalidId")]
    [InlineData(null, null, "", null, "InvalidId")]
    [InlineData(null, null, "BackupReports", "Backup-Report-Role", "InvalidId")]
    public async Task Bad_input_is_one_clear_error(string? date, double? hours, string prefix, string? role, string id)
    {
        _sandbox.Clock.MoveTo(new DateTimeOffset(2028, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var options = new OrgReportOptions
        {
            Date = date is null ? null : DateTime.Parse(date, CultureInfo.InvariantCulture),
            Hours = hours,
            KeyPrefix = prefix,
            ManagementRoleArn = role,
            OutputPath = _root,
        };

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => WriteAsync(Jobs(1, 1), options, setClock: false));

        Assert.Equal(id, thrown.Error.Id);
        Assert.NotEmpty(thrown.Error.RecommendedAction);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    private GeneratedJobs Jobs(int count, int pageSize, Func<int, string>? message = null) =>
        message is null
            ? new(new SandboxHandler(_sandbox), LeapDay, count, pageSize)
            : new(new SandboxHandler(_sandbox), LeapDay, count, pageSize) { StatusMessage = message };

    /// <summary>A clock that is years off, unless another is given: what counts is AWS's.</summary>
    private AwsSession Session(HttpMessageHandler handler, TimeProvider? clock = null) => new(new SessionOptions
    {
        Clock = clock ?? TimeProvider.System,
        Region = "us-east-1",
        HttpHandler = handler,
        Credentials = () => new AccessKeys(_sandbox.DefaultKey.AccessKeyId, _sandbox.DefaultKey.SecretAccessKey),
    });

    private async Task<OrgBackupReport> WriteAsync(
        HttpMessageHandler handler, OrgReportOptions options, IProgress<long>? progress = null, bool setClock = true, CancellationToken token = default)
    {
        if (setClock) _sandbox.Clock.MoveTo(LeapDay.End.AddMinutes(5));
        using var session = Session(handler);
        using var reporter = new OrgReporter(session, options);
        return await reporter.WriteAsync(progress, token);
    }

    private List<Dictionary<string, string>> Read(OrgBackupReport report, string category)
    {
        var file = Assert.Single(report.Files, file => file.Category == category);
        using var csv = CsvReader.FromFile(Path.Combine(_root, file.Key));
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read()) rows.Add(csv.Headers.ToDictionary(name => name, csv.GetString));
        Assert.Equal(file.Rows, rows.Count);
        return rows;
    }
}
