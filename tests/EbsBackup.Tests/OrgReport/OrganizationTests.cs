using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

/// <summary>The report against the sandbox's own Organization: roles, Backup and S3 as AWS would answer.</summary>
public sealed class OrganizationTests : IDisposable
{
    private static readonly ReportWindow LeapDay = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public async Task Fifty_thousand_jobs_in_twelve_accounts_are_counted_right_and_read_back_by_Python()
    {
        const int count = 50_000;
        var sandbox = OrganizationState.Create(LeapDay, count);
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        var created = Enumerable.Range(0, count).Where(number => LeapDay.Contains(OrganizationState.CreatedAt(LeapDay, number))).ToList();
        var ended = Enumerable.Range(0, count).Where(number =>
            OrganizationState.CreatedAt(LeapDay, number) < LeapDay.Start
            && OrganizationState.EndedAt(LeapDay, number) is { } end && LeapDay.Contains(end)).ToList();
        Assert.Empty(report.Errors);
        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Equal("111111111111", report.ManagementAccountId);
        Assert.Equal(created.Count, report.Jobs);
        Assert.Equal(12, report.Accounts.Count);
        Assert.Equal(ended.Count, report.Counts["ENDED_LATER"]);
        Assert.Equal(created.Count, report.SummaryCounts["us-east-1"]);
        foreach (var state in ReportCategory.States)
        {
            var inState = created.Count(number => OrganizationState.StateOf(number) == state);
            Assert.True(inState > 3000, "not three pages deep");
            Assert.Equal(inState, report.Counts[state]);
        }

        var source = new Dictionary<string, OrgBackupJob>();
        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message))) source.Add(job.JobId!, (OrgBackupJob)job);
        Assert.Equal(created.Concat(ended).Select(OrganizationState.IdOf).ToHashSet(), [.. source.Keys]);
        foreach (var line in File.ReadLines(PathOf(report, "JSONL")))
        {
            using var job = JsonDocument.Parse(line);
            Assert.Equal(source[job.RootElement.GetProperty("BackupJobId").GetString()!].StatusMessage, Text(job, "StatusMessage"));
        }

        Assert.Equal(source.Count, File.ReadLines(PathOf(report, "JSONL")).Count());
        foreach (var file in report.Files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal) && file.Category != ReportCategory.CompletedWithIssues))
        {
            var rows = 0;
            foreach (var row in PythonCsv.Read(Path.Combine(_root, file.Key)))
            {
                Assert.True(source.Remove(row["BackupJobId"], out var job), $"{row["BackupJobId"]} is in two files");
                Assert.Equal(file.Category, ReportCategory.Of(job!));
                foreach (var (name, cell) in row)
                {
                    Assert.Equal(Cell(typeof(OrgBackupJob).GetProperty(name)!.GetValue(job)), HostileText.Restore(cell));
                    Assert.False(HostileText.Runs(cell));
                }

                rows++;
            }

            Assert.Equal(file.Rows, rows);
        }

        Assert.Empty(source);
    }

    [Fact]
    public async Task The_bucket_gets_what_the_folder_gets()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 500));
        var s3 = session.S3(RegionName.Parse("us-east-1"));
        await s3.PutBucketAsync("backup-reports");
        using var reporter = new OrgReporter(session, Options() with { BucketName = "backup-reports" });

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Equal(2, report.Manifests.Count);
        Assert.Equal("s3://backup-reports/BackupReports/2028/02/29/manifest.json", report.Manifests[0]);
        foreach (var key in report.Files.Select(file => file.Key).Append("BackupReports/2028/02/29/manifest.json"))
        {
            using var inBucket = await s3.GetObjectAsync("backup-reports", key);
            using var content = new StreamReader(inBucket.ResponseStream);
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_root, key)), await content.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told_and_the_folder_is_written()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        using var reporter = new OrgReporter(session, Options() with { BucketName = "no-such-bucket" });

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Partial, report.Outcome);
        Assert.Equal("UnknownBucket", Assert.Single(report.Errors).Id);
        Assert.True(File.Exists(Assert.Single(report.Manifests)));
    }

    [Fact]
    public async Task A_report_that_goes_to_a_bucket_alone_that_is_not_there_has_failed()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        using var reporter = new OrgReporter(session, Options() with { OutputPath = null, BucketName = "no-such-bucket" });

        var report = await reporter.WriteAsync();

        Assert.Equal((Outcome.Failed, "UnknownBucket"), (report.Outcome, Assert.Single(report.Errors).Id));
        Assert.Empty(report.Manifests);
    }

    [Fact]
    public async Task Days_are_not_called_there_or_missing_while_the_bucket_cannot_be_asked()
    {
        var sandbox = OrganizationState.Create(LeapDay, 10);
        sandbox.Faults.Add(new FaultRule(Fault.Error("InvalidObjectState", "The bucket does not answer")) { Operation = "GetObject", Count = null });
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { BucketName = "backup-reports" });

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => reporter.MissingDaysAsync());

        Assert.Equal("backup-reports", thrown.Error.TargetId);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:role/Nobody", OrganizationState.ExternalId)]
    [InlineData(OrganizationState.RoleArn, "wrong")]
    [InlineData(OrganizationState.RoleArn, null)]
    public async Task A_role_that_cannot_be_assumed_is_one_error_that_names_it(string roleArn, string? externalId)
    {
        using var session = Session(OrganizationState.Create(LeapDay, 10));
        using var reporter = new OrgReporter(session, Options() with { ManagementRoleArn = roleArn, ExternalId = externalId });

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => reporter.WriteAsync());

        Assert.Equal("RoleNotAssumable", thrown.Error.Id);
        Assert.Equal(roleArn, thrown.Error.TargetId);
        Assert.Contains("external id", thrown.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public async Task An_account_that_is_not_the_management_account_is_told_the_remedy()
    {
        using var session = Session(Today());
        using var reporter = new OrgReporter(session, Options() with { ManagementRoleArn = null, Date = null });

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Failed, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal("NotTheManagementAccount", error.Id);
        Assert.Contains("-ManagementRoleArn", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_the_permission_is_told_the_statement_that_it_needs()
    {
        var sandbox = Today();
        sandbox.Faults.Add(new DenyRule("backup:ListBackupJobs"));
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { Date = null });

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Failed, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal("RoleCannotList", error.Id);
        Assert.Equal(ErrorCategory.PermissionDenied, error.Category);
        Assert.Contains(OrganizationState.RoleArn, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("\"Action\":\"backup:ListBackupJobs\"", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_stumbles_is_asked_again()
    {
        var sandbox = OrganizationState.Create(LeapDay, 4_000);
        sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.ServerErrorAfter)) { Operation = "ListBackupJobs", Skip = 4, Count = 2 });
        sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.Throttle)) { Operation = "ListBackupJobs", Skip = 9, Count = 2 });
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Empty(report.Errors);
        Assert.Equal(
            Enumerable.Range(0, 4_000).Count(number => LeapDay.Contains(OrganizationState.CreatedAt(LeapDay, number))), report.Jobs);
    }

    [Fact]
    public async Task Jobs_that_AWS_counts_and_does_not_list_are_told()
    {
        var sandbox = OrganizationState.Create(LeapDay, 500);
        using var session = Session(new ListsNothing(new SandboxHandler(sandbox)), sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Partial, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal("JobsMissing", error.Id);
        Assert.Equal("us-east-1", error.TargetId);
        Assert.Equal(0, report.Jobs);
    }

    [Fact]
    public async Task That_AWS_has_not_yet_counted_all_that_it_lists_is_no_failure()
    {
        var sandbox = OrganizationState.Create(LeapDay, 500);
        using var session = Session(new CountsOne(new SandboxHandler(sandbox)), sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Empty(report.Errors);
        Assert.Equal((Outcome.Succeeded, 1), (report.Outcome, report.SummaryCounts["us-east-1"]));
        Assert.True(report.Jobs > 1);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_not_held_against_counts()
    {
        var sandbox = OrganizationState.Create(LeapDay, 500, LeapDay.Start.AddHours(12));
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Equal(0, sandbox.Calls.CountOf("ListBackupJobSummaries"));
    }

    [Fact]
    public async Task The_folder_s_manifest_names_the_bucket_s_versions_too()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        var s3 = session.S3(RegionName.Parse("us-east-1"));
        await s3.PutBucketAsync("backup-reports");
        await s3.PutBucketVersioningAsync(new() { BucketName = "backup-reports", VersioningConfig = new() { Status = Amazon.S3.VersionStatus.Enabled } });
        using var reporter = new OrgReporter(session, Options() with { BucketName = "backup-reports" });

        var report = await reporter.WriteAsync();

        var manifest = await EarlierManifest.ReadAsync(File.OpenRead(report.Manifests[1]), default);
        Assert.True(manifest!.OutlivesItsKeys);
    }

    [Fact]
    public async Task A_day_that_the_bucket_alone_has_is_not_missing()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        await session.S3(RegionName.Parse("us-east-1")).PutBucketAsync("backup-reports");
        using var bucket = new OrgReporter(session, Options() with { OutputPath = null, BucketName = "backup-reports" });
        using var both = new OrgReporter(session, Options() with { BucketName = "backup-reports" });
        Assert.Contains(LeapDay.Day, await both.MissingDaysAsync());

        Assert.Equal(Outcome.Succeeded, (await bucket.WriteAsync()).Outcome);

        Assert.DoesNotContain(LeapDay.Day, await both.MissingDaysAsync());
    }

    [Fact]
    public async Task Names_are_asked_for_again_after_a_caller_gave_up()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 10));
        using var management = session.AssumeRole(OrganizationState.RoleArn, OrganizationState.ExternalId);
        var names = new AccountNames(management);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => names.GetAsync(new CancellationToken(canceled: true)));

        Assert.Equal("Workload 3", (await names.GetAsync(default))["300000000003"]);
        Assert.Null(names.Unknown);
    }

    [Fact]
    public async Task One_caller_who_gives_up_takes_the_names_from_no_other()
    {
        var sandbox = OrganizationState.Create(LeapDay, 10);
        using var session = Session(new AnswersLate(new SandboxHandler(sandbox)), sandbox);
        using var management = session.AssumeRole(OrganizationState.RoleArn, OrganizationState.ExternalId);
        var names = new AccountNames(management);
        using var stop = new CancellationTokenSource();

        var (first, second) = (names.GetAsync(stop.Token), names.GetAsync(default));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("Workload 3", (await second)["300000000003"]);
    }

    [Fact]
    public async Task Who_may_not_ask_for_summaries_goes_without()
    {
        var sandbox = OrganizationState.Create(LeapDay, 50);
        sandbox.Faults.Add(new FaultRule(Fault.Error("InvalidParameterValueException", "no")) { Operation = "ListBackupJobSummaries", Count = null });
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Empty(report.SummaryCounts);
        Assert.Contains("ListBackupJobSummaries", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_Regions_are_those_that_the_management_account_has_enabled()
    {
        var sandbox = OrganizationState.Create(LeapDay, 50);
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { AllRegions = true });

        var report = await reporter.WriteAsync();

        Assert.Empty(report.Errors);
        Assert.True(report.Regions.Count > 10);
        Assert.Equal(report.Jobs, report.Regions["us-east-1"].Values.Sum());
        Assert.Equal("111111111111", Assert.Single(sandbox.Calls.Records, record => record.Operation == "DescribeRegions").Call.AccountId);
    }

    [Fact]
    public async Task A_role_that_may_only_list_jobs_is_told_what_all_Regions_need()
    {
        var sandbox = Today();
        sandbox.Faults.Add(new DenyRule("ec2:DescribeRegions"));
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { AllRegions = true, Date = null });

        var error = (await Assert.ThrowsAsync<EbsBackupException>(() => reporter.WriteAsync())).Error;

        Assert.Equal("RegionsNotListed", error.Id);
        Assert.Contains(OrganizationState.RoleArn, error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("\"Action\":\"ec2:DescribeRegions\"", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-RegionName", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Region_that_refuses_is_not_asked_for_every_slice()
    {
        var sandbox = OrganizationState.Create(LeapDay, 4_000);
        sandbox.Faults.Add(new FaultRule(Fault.Error("ValidationException", "no", 400)) { Operation = "ListBackupJobs", Skip = 3, Count = null });
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Partial, report.Outcome);
        Assert.Equal("Rejected", Assert.Single(report.Errors).Id);
        Assert.InRange(sandbox.Calls.CountOf("ListBackupJobs"), 4, 3 + 6);
    }

    [Fact]
    public async Task What_fails_everywhere_is_not_asked_in_every_Region()
    {
        var sandbox = OrganizationState.Create(LeapDay, 10);
        sandbox.Faults.Add(new FaultRule(Fault.Error("RequestTimeTooSkewed", "clock", 400)) { Operation = "ListBackupJobs", Count = null });
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { AllRegions = true });

        var report = await reporter.WriteAsync();

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Equal(report.Regions.Keys.Order(), report.Errors.Select(error => error.TargetId).Order());
        Assert.All(report.Errors, error => Assert.Contains(error.Id, new[] { "ClockSkew", "NotAttempted" }));
        Assert.InRange(report.Errors.Count(error => error.Id == "ClockSkew"), 1, 6);
    }

    [Fact]
    public async Task Missing_days_can_be_filled_and_are_missing_no_more()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 500));
        using var reporter = new OrgReporter(session, Options() with { Date = null });

        var missing = await reporter.MissingDaysAsync();
        Assert.Equal(29, missing.Count);
        Assert.Equal(new DateTime(2028, 3, 1), missing[^1]);
        foreach (var day in missing.TakeLast(3)) Assert.Equal(Outcome.Succeeded, (await reporter.OnDay(day).WriteAsync()).Outcome);

        Assert.Equal(missing.SkipLast(3), await reporter.MissingDaysAsync());
        using var nowhere = new OrgReporter(session, Options() with { OutputPath = null });
        Assert.Equal("NothingToFill", (await Assert.ThrowsAsync<EbsBackupException>(() => nowhere.MissingDaysAsync())).Error.Id);
    }

    [Fact]
    public async Task Hive_keys_hold_one_table_in_each_folder_and_the_page_leads_to_them()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        using var reporter = new OrgReporter(session, Options() with { KeyLayout = KeyLayout.Hive, IncludeCopyJobs = true });

        var report = await reporter.WriteAsync();

        Assert.EndsWith("BackupReports/reports/year=2028/month=02/day=29/manifest.json", report.Manifests[0].Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("BackupReports/backup_jobs/year=2028/month=02/day=29/BackupJobs-29-Feb-2028.jsonl", report.Files.Select(file => file.Key));
        Assert.Contains("BackupReports/copy_jobs_csv/year=2028/month=02/day=29/status=FAILED/CopyReport-FAILED-29-Feb-2028.csv", report.Files.Select(file => file.Key));
        Assert.All(report.Files, file => Assert.True(File.Exists(Path.Combine(_root, file.Key))));
        Assert.All(
            report.Files.Where(file => file.Category == "JSONL"),
            file => Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Path.Combine(_root, file.Key))!, "*", SearchOption.AllDirectories)));
        var page = PathOf(report, "HTML");
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(await File.ReadAllTextAsync(page), "href=\"(\\.\\./[^\"]+)\""))
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value)), link.Value);
        Assert.Contains("href=\"../../../../backup_jobs/year=2028/month=02/day=29/BackupJobs-29-Feb-2028.jsonl\"", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        Assert.DoesNotContain(LeapDay.Day, await reporter.MissingDaysAsync());
    }

    [Fact]
    public async Task A_report_that_covers_less_does_not_replace_a_complete_one()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50, LeapDay.End.AddHours(1)));
        using var whole = new OrgReporter(session, Options() with { IncludeCopyJobs = true, Regions = ["us-east-1", "eu-west-1"] });
        Assert.Equal(Outcome.Succeeded, (await whole.WriteAsync()).Outcome);

        foreach (var less in new[]
        {
            Options() with { Regions = ["us-east-1", "eu-west-1"] },
            Options() with { IncludeCopyJobs = true, Regions = ["us-east-1"] },
        })
        {
            using var reporter = new OrgReporter(session, less);
            var report = await reporter.WriteAsync();
            Assert.Equal(Outcome.Failed, report.Outcome);
            Assert.Equal("CompleteReportKept", Assert.Single(report.Errors).Id);
        }

        Assert.Equal(Outcome.Succeeded, (await whole.WriteAsync()).Outcome);
    }

    [Fact]
    public async Task A_day_that_AWS_has_forgotten_does_not_become_one_without_jobs()
    {
        using var inTime = Session(OrganizationState.Create(LeapDay, 50, LeapDay.Start.AddDays(30).AddMinutes(-1)));
        using var first = new OrgReporter(inTime, Options());
        var report = await first.WriteAsync();
        var manifest = await File.ReadAllTextAsync(report.Manifests[0]);
        Assert.Equal((Outcome.Succeeded, true), (report.Outcome, report.Jobs > 0));

        using var late = Session(OrganizationState.Create(LeapDay, 50, LeapDay.Start.AddDays(30).AddMinutes(1)));
        using var again = new OrgReporter(late, Options());
        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => again.WriteAsync());

        Assert.Equal("DateNotKept", thrown.Error.Id);
        Assert.Contains("since 2028-03-01", thrown.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(manifest, await File.ReadAllTextAsync(report.Manifests[0]));
    }

    [Fact]
    public async Task Accounts_have_their_names_on_the_page_in_the_manifest_and_on_the_objects_but_not_in_the_CSV()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 50));
        using var reporter = new OrgReporter(session, Options());

        var report = await reporter.WriteAsync();

        Assert.Empty(report.Notes);
        Assert.Equal("Workload 3", report.AccountNames["300000000003"]);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(report.Manifests[0]));
        Assert.Equal("Workload 3", manifest.RootElement.GetProperty("accountNames").GetProperty("300000000003").GetString());
        Assert.Contains("Workload 3", await File.ReadAllTextAsync(PathOf(report, "HTML")), StringComparison.Ordinal);
        Assert.Contains("\"AccountName\":\"Workload 3\"", await File.ReadAllTextAsync(PathOf(report, "JSONL")), StringComparison.Ordinal);
        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message))) Assert.StartsWith("Workload ", job.AccountName, StringComparison.Ordinal);
        Assert.DoesNotContain("Workload", await File.ReadAllTextAsync(PathOf(report, "COMPLETED")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_list_accounts_gets_their_ids_and_is_told_once()
    {
        var sandbox = Today();
        sandbox.Faults.Add(new DenyRule("organizations:ListAccounts"));
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, Options() with { Date = null });
        var notes = new List<string>();

        var report = await reporter.WriteAsync();
        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message), notes.Add)) Assert.Null(job.AccountName);

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Empty(report.AccountNames);
        Assert.Contains("organizations:ListAccounts", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Equal(report.Notes, notes);
        Assert.Contains("ids alone", await File.ReadAllTextAsync(PathOf(report, "HTML")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_days_are_on_the_page_and_missing_ones_are_told()
    {
        using var session = Session(OrganizationState.Create(LeapDay, 500));
        using var before = new OrgReporter(session, Options() with { Date = LeapDay.Day.AddDays(-1) });
        using var reporter = new OrgReporter(session, Options());

        var first = await before.WriteAsync();
        var second = await reporter.WriteAsync();

        // Thirty days before 2 March 06:00 is 1 February 06:00: of that day AWS has a part only.
        Assert.Equal(26, first.MissingDays.Count);
        Assert.Equal(26, second.MissingDays.Count);
        Assert.Equal(new DateTime(2028, 2, 2), second.MissingDays[0]);
        Assert.DoesNotContain(LeapDay.Day.AddDays(-1), second.MissingDays);
        var page = await File.ReadAllTextAsync(PathOf(second, "HTML"));
        Assert.Contains("BackupReport-FAILED-29-Feb-2028.csv", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=HYPERLINK(\"http", page, StringComparison.Ordinal);
    }

    /// <summary>The SDK takes a denial by a sandbox that is years ahead for a wrong clock and tries again for eight seconds.</summary>
    private static EbsBackup.Sandbox.Sandbox Today() => OrganizationState.Create(LeapDay, 10, DateTimeOffset.UtcNow);

    private string PathOf(OrgBackupReport report, string category) =>
        Path.Combine(_root, Assert.Single(report.Files, file => file.Category == category).Key);

    private static string? Text(JsonDocument job, string name) => job.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private OrgReportOptions Options() => new()
    {
        ManagementRoleArn = OrganizationState.RoleArn,
        ExternalId = OrganizationState.ExternalId,
        Date = LeapDay.Day,
        OutputPath = _root,
    };

    private static AwsSession Session(EbsBackup.Sandbox.Sandbox sandbox) => Session(new SandboxHandler(sandbox), sandbox);

    private static AwsSession Session(HttpMessageHandler handler, EbsBackup.Sandbox.Sandbox sandbox) => new(new SessionOptions
    {
        Region = "us-east-1",
        HttpHandler = handler,
        Credentials = () => new AccessKeys(sandbox.DefaultKey.AccessKeyId, sandbox.DefaultKey.SecretAccessKey),
    });

    /// <summary>Answers so late that all calls under way have been sent.</summary>
    private sealed class AnswersLate(HttpMessageHandler others) : DelegatingHandler(others)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(200, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Answers every summary with one job.</summary>
    private sealed class CountsOne(HttpMessageHandler others) : DelegatingHandler(others)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.StartsWith("/audit/", StringComparison.Ordinal)) return response;
            var counts = await response.Content.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage { Content = new StringContent(System.Text.RegularExpressions.Regex.Replace(counts, "\"Count\":\\d+", "\"Count\":1")) };
        }
    }

    /// <summary>Answers every listing of jobs with none.</summary>
    /// <summary>A member as the documentation says that its cell is.</summary>
    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, Readable),
    };

    private sealed class ListsNothing(HttpMessageHandler others) : DelegatingHandler(others)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath.StartsWith("/backup-jobs", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") })
                : base.SendAsync(request, cancellationToken);
    }
}
