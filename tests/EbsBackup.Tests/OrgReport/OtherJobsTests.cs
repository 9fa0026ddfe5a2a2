using System.Globalization;
using System.Text.Json;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Copy and restore jobs, reported as backup jobs are.</summary>
public sealed class OtherJobsTests : IDisposable
{
    private const int Jobs = 1_500;

    private static readonly ReportWindow Day = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableTheory]
    [InlineData(OrgJobKind.Copy)]
    [InlineData(OrgJobKind.Restore)]
    public async Task Counts_and_files_are_those_of_the_source(OrgJobKind kind)
    {
        var sandbox = Organization();

        var report = await WriteAsync(sandbox, Options());

        Assert.Empty(report.Errors);
        Assert.Equal(Outcome.Succeeded, report.Outcome);
        var counts = (kind == OrgJobKind.Copy ? report.CopyJobs : report.RestoreJobs)!;
        var created = Numbers(number => Day.Contains(CreatedAt(number)));
        var ended = Numbers(number => CreatedAt(number) < Day.Start && EndedAt(kind, number) is { } end && Day.Contains(end));
        Assert.Equal(created.Count, counts.Jobs);
        Assert.Equal(created.Count, counts.SummaryCounts["us-east-1"]);
        Assert.Equal(ended.Count, counts.Counts["ENDED_LATER"]);
        Assert.Equal(created.Count, counts.Accounts.Values.Sum(states => states.Values.Sum()));
        foreach (var state in ReportCategory.StatesOf(kind)) Assert.Equal(created.Count(number => StateOf(kind, number) == state), counts.Counts[state]);
        Assert.Equal(kind == OrgJobKind.Copy ? created.Count(number => StateOf(kind, number) == "COMPLETED") : 0, counts.Counts.GetValueOrDefault("COMPLETED_WITH_ISSUES"));

        var left = created.Concat(ended).ToHashSet();
        foreach (var file in report.Files.Where(file => file.Kind == kind && file.Category is not ("JSONL" or "HTML" or "COMPLETED_WITH_ISSUES")))
        {
            Assert.StartsWith($"BackupReports/2028/02/29/{kind}Report-{file.Category}-", file.Key, StringComparison.Ordinal);
            foreach (var row in PythonCsv.Read(Path.Combine(_root, file.Key)))
            {
                var number = int.Parse(row[$"{kind}JobId"][^6..], CultureInfo.InvariantCulture);
                Assert.True(left.Remove(number), $"{number} is in two files, or in none of AWS's answers");
                Assert.Equal(file.Category, ended.Contains(number) ? "ENDED_LATER" : StateOf(kind, number));
                Assert.Equal(HostileText.Short[number % HostileText.Short.Count], HostileText.Restore(row["StatusMessage"]));
                Assert.All(row.Values, cell => Assert.False(HostileText.Runs(cell)));
            }
        }

        Assert.Empty(left);
        Assert.Equal(created.Count + ended.Count, File.ReadLines(PathOf(report, kind, "JSONL")).Count());
    }

    [SkippableTheory]
    [InlineData(OrgJobKind.Copy, 27)]
    [InlineData(OrgJobKind.Restore, 23)]
    public async Task Every_member_that_AWS_gives_is_in_the_file(OrgJobKind kind, int members)
    {
        var report = await WriteAsync(Organization(), Options());

        var row = PythonCsv.Read(PathOf(report, kind, "COMPLETED")).First(row => row["ParentJobId"].Length > 0 && row["StatusMessage"].Length > 0);

        Assert.Equal(members, row.Count);
        Assert.Equal(row.Keys.Order(StringComparer.Ordinal), row.Keys);
        Assert.DoesNotContain(row, cell => cell.Value.Length == 0);
        using var line = JsonDocument.Parse(File.ReadLines(PathOf(report, kind, "JSONL")).Single(line => line.Contains($"\"{row[$"{kind}JobId"]}\"", StringComparison.Ordinal)));
        var own = line.RootElement.EnumerateObject().Select(member => member.Name).Except(["Region", "EndedLater", "AccountName"]);
        Assert.Equal(row.Keys.Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_has_a_section_for_each()
    {
        var report = await WriteAsync(Organization(), Options());

        var page = await File.ReadAllTextAsync(PathOf(report, OrgJobKind.Backup, "HTML"));
        Assert.Contains("id=\"copy\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"restore\"", page, StringComparison.Ordinal);
        Assert.Contains("CopyReport-FAILED-29-Feb-2028.csv", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_read()
    {
        var sandbox = Organization();

        var report = await WriteAsync(sandbox, Options() with { IncludeCopyJobs = false, IncludeRestoreJobs = false });

        Assert.Null(report.CopyJobs);
        Assert.Null(report.RestoreJobs);
        Assert.All(report.Files, file => Assert.Equal(OrgJobKind.Backup, file.Kind));
        Assert.DoesNotContain(sandbox.Calls.Records, call => call.Operation.Contains("Copy", StringComparison.Ordinal) || call.Operation.Contains("Restore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Jobs_that_may_not_be_listed_are_told_and_the_others_arrive()
    {
        var sandbox = Organization(DateTimeOffset.UtcNow);
        sandbox.Faults.Add(new DenyRule("backup:ListCopyJobs"));

        var report = await WriteAsync(sandbox, Options() with { Date = null });

        Assert.Equal(Outcome.Partial, report.Outcome);
        var error = Assert.Single(report.Errors);
        Assert.Equal("RoleCannotList", error.Id);
        Assert.Contains("\"Action\":\"backup:ListCopyJobs\"", error.RecommendedAction, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(PathOf(report, OrgJobKind.Backup, "HTML"));
        Assert.Contains("copy jobs", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_destination_all_three_stream_with_one_state()
    {
        using var session = Session(Organization());
        using var reporter = new OrgReporter(session, Options() with { OutputPath = null });
        var jobs = new List<IOrgJob>();

        await foreach (var job in reporter.ReadAsync(error => Assert.Fail(error.Message))) jobs.Add(job);

        Assert.Equal(3, jobs.Select(job => job.Kind).Distinct().Count());
        Assert.Equal(jobs.Count, jobs.Select(job => (job.Kind, job.JobId)).Distinct().Count());
        Assert.All(jobs, job => Assert.NotNull(job.State));
    }

    private static IReadOnlyList<int> Numbers(Func<int, bool> which) => [.. Enumerable.Range(0, Jobs).Where(which)];

    /// <summary>Two of three on the day, the rest before and after it, some on its edges.</summary>
    private static DateTimeOffset CreatedAt(int number) => (number % 9) switch
    {
        0 => Day.Start.AddMinutes(-1 - (number % 400)),
        1 => Day.End.AddSeconds(number),
        2 => Day.Start,
        3 => Day.End.AddMilliseconds(-1),
        _ => Day.Start.AddMilliseconds(number * 7919L % 86_400_000),
    };

    private static string StateOf(OrgJobKind kind, int number)
    {
        // What a listing can say, by AWS's model.
        string[] states = kind == OrgJobKind.Copy
            ? ["CREATED", "RUNNING", "COMPLETED", "FAILED", "PARTIAL"]
            : ["PENDING", "RUNNING", "COMPLETED", "ABORTED", "FAILED"];
        return states[number / 9 % states.Length];
    }

    private static DateTimeOffset? EndedAt(OrgJobKind kind, int number) =>
        StateOf(kind, number) is "CREATED" or "PENDING" or "RUNNING" ? null : CreatedAt(number).AddMinutes(1 + (number % 500));

    private static EbsBackup.Sandbox.Sandbox Organization(DateTimeOffset? now = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, State().ToString());
            var sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions { StatePath = path });
            sandbox.Clock.Freeze(now ?? Day.End.AddHours(30));
            return sandbox;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JsonElement State() => JsonSerializer.SerializeToElement(new
    {
        schemaVersion = 1,
        defaultAccount = "222222222222",
        accounts = new object[]
        {
            new
            {
                id = "111111111111", management = true,
                roles = new[] { new { name = "Backup-Report-Role", trust = new[] { "222222222222" }, externalId = OrganizationState.ExternalId } },
            },
            new { id = "222222222222" },
            new
            {
                id = "333333333333",
                regions = new Dictionary<string, object>
                {
                    ["us-east-1"] = new
                    {
                        backupJobs = new[] { new { BackupJobId = "b", State = "COMPLETED", CreationDate = Day.Start.AddHours(1), ResourceArn = "arn:aws:s3:::b", ResourceType = "S3" } },
                        copyJobs = Enumerable.Range(0, Jobs).Select(Copy),
                        restoreJobs = Enumerable.Range(0, Jobs).Select(Restore),
                    },
                },
            },
        },
    });

    private static Dictionary<string, object?> Copy(int number)
    {
        var job = Common(OrgJobKind.Copy, number);
        job["State"] = StateOf(OrgJobKind.Copy, number);
        job["MessageCategory"] = "AccessDenied";
        foreach (var arn in new[] { "SourceBackupVaultArn", "SourceRecoveryPointArn", "DestinationBackupVaultArn", "DestinationRecoveryPointArn", "DestinationEncryptionKeyArn", "ResourceArn" })
            job[arn] = $"arn:aws:backup:us-east-1:333333333333:{arn}/{number}";
        foreach (var text in new[] { "DestinationVaultType", "DestinationVaultLockState", "CreatedByBackupJobId", "CompositeMemberIdentifier", "ResourceName" }) job[text] = $"={text}";
        job["DestinationRecoveryPointLifecycle"] = new { DeleteAfterDays = 35 };
        job["CreatedBy"] = new { BackupPlanName = "daily" };
        job["NumberOfChildJobs"] = 2;
        job["ChildJobsInState"] = new { COMPLETED = 1, FAILED = 1 };
        return job;
    }

    private static Dictionary<string, object?> Restore(int number)
    {
        var job = Common(OrgJobKind.Restore, number);
        job["Status"] = StateOf(OrgJobKind.Restore, number);
        foreach (var arn in new[] { "RecoveryPointArn", "SourceResourceArn", "BackupVaultArn", "CreatedResourceArn" }) job[arn] = $"arn:aws:backup:us-east-1:333333333333:{arn}/{number}";
        job["RecoveryPointCreationDate"] = Day.Start.AddDays(-1);
        job["PercentDone"] = "100.0";
        job["ExpectedCompletionTimeMinutes"] = 5;
        job["CreatedBy"] = new { RestoreTestingPlanArn = "arn:aws:backup:us-east-1:333333333333:restore-testing-plan:p" };
        (job["ValidationStatus"], job["ValidationStatusMessage"]) = ("SUCCESSFUL", "=valid");
        (job["DeletionStatus"], job["DeletionStatusMessage"]) = ("DELETING", "@gone");
        return job;
    }

    private static Dictionary<string, object?> Common(OrgJobKind kind, int number)
    {
        var job = new Dictionary<string, object?>
        {
            [$"{kind}JobId"] = $"{kind}-{number:000000}",
            ["CreationDate"] = CreatedAt(number),
            ["StatusMessage"] = HostileText.Short[number % HostileText.Short.Count],
            ["BackupSizeInBytes"] = 1_000_003L * number,
            ["IamRoleArn"] = "arn:aws:iam::333333333333:role/backup",
            ["ResourceType"] = number % 2 == 0 ? "EBS" : "RDS",
            ["IsParent"] = true,
        };
        if (EndedAt(kind, number) is { } end) job["CompletionDate"] = end;
        if (number % 9 == 5) job["ParentJobId"] = "parent";
        return job;
    }

    private OrgReportOptions Options() => new()
    {
        ManagementRoleArn = OrganizationState.RoleArn,
        ExternalId = OrganizationState.ExternalId,
        Date = Day.Day,
        IncludeCopyJobs = true,
        IncludeRestoreJobs = true,
        OutputPath = _root,
    };

    private static AwsSession Session(EbsBackup.Sandbox.Sandbox sandbox) => new(new SessionOptions
    {
        Region = "us-east-1",
        HttpHandler = new SandboxHandler(sandbox),
        Credentials = () => new AccessKeys(sandbox.DefaultKey.AccessKeyId, sandbox.DefaultKey.SecretAccessKey),
    });

    private static async Task<OrgBackupReport> WriteAsync(EbsBackup.Sandbox.Sandbox sandbox, OrgReportOptions options)
    {
        using var session = Session(sandbox);
        using var reporter = new OrgReporter(session, options);
        return await reporter.WriteAsync();
    }

    private string PathOf(OrgBackupReport report, OrgJobKind kind, string category) =>
        Path.Combine(_root, Assert.Single(report.Files, file => file.Kind == kind && file.Category == category).Key);
}
