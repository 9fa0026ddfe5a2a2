using System.Collections.Concurrent;
using EbsBackup.OrgReport;
using EbsBackup.Tests.Sessions.Errors;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Every error that AWS can give to the report's own calls, given to the real report: it does what docs/errors.md says.</summary>
public sealed class ReportErrorMatrixTests
{
    [Theory]
    [InlineData("ListBackupJobs")]
    [InlineData("ListCopyJobs")]
    [InlineData("ListRestoreJobs")]
    public Task A_listing_that_fails_ends_its_Region_or_the_run_and_nothing_else(string operation) => EachAsync(async failure =>
    {
        var expected = failure.Error($"backup:{operation}");
        if (expected.Response == FailureResponse.Retry)
        {
            var (once, _) = await RunAsync(operation, failure, "*", times: 1);
            Assert.Equal((Outcome.Succeeded, 0), (once.Outcome, once.Errors.Count));
            return;
        }

        var everywhere = expected.Response == FailureResponse.StopRun;
        var (report, failed) = await RunAsync(operation, failure, everywhere ? "*" : "eu-west-1", int.MaxValue);
        var own = report.Errors.Where(error => error.Id != "NotAttempted").ToList();
        Assert.All(own, error => Assert.Equal(expected.Id == "AccessDenied" ? "NotTheManagementAccount" : expected.Id, error.Id));
        Assert.Equal(own.Count, own.Select(error => (error.Id, error.TargetId)).Distinct().Count());
        if (everywhere)
        {
            Assert.InRange(failed, 1, 6);
            return;
        }

        Assert.Equal("eu-west-1", Assert.Single(report.Errors).TargetId);
        Assert.Equal(Outcome.Partial, report.Outcome);
        Assert.InRange(failed, 1, 2);
    });

    [Theory]
    [InlineData("ListBackupJobSummaries")]
    [InlineData("ListCopyJobSummaries")]
    [InlineData("ListRestoreJobSummaries")]
    [InlineData("ListAccounts")]
    public Task What_a_report_can_do_without_is_a_note_and_no_failure(string operation) => EachAsync(async failure =>
    {
        var (report, _) = await RunAsync(operation, failure, "*", int.MaxValue);
        Assert.Equal((Outcome.Succeeded, 0), (report.Outcome, report.Errors.Count));
        Assert.Equal(operation == "ListAccounts" ? 1 : 2, report.Notes.Count);
    });

    private static async Task EachAsync(Func<AwsFailure, Task> check)
    {
        // Most cells wait for the SDK's backoff, side by side.
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(AwsFailure.All.Where(failure => failure.Fault is not null), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (failure, _) =>
        {
            try
            {
                await check(failure);
            }
            catch (Exception e)
            {
                wrong.Add($"{failure.Name}: {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
            }
        });
        Assert.Empty(wrong.Order());
    }

    private static async Task<(OrgBackupReport Report, int Failed)> RunAsync(string operation, AwsFailure failure, string region, int times)
    {
        // In real time: for a clock that is wrong the SDK corrects its own and sends again.
        using var account = new SandboxAccount(now: DateTimeOffset.UtcNow, endpointUrl: "http://localhost:3");
        account.Sandbox.State.Account("222222222222").IsManagement = true;
        var failed = 0;
        account.Sandbox.Faults.Hook = call => call.Operation == operation && (region == "*" || call.Region == region) && Interlocked.Increment(ref failed) <= times ? failure.Fault : null;
        var root = Directory.CreateTempSubdirectory("ebsbackup-test-");
        try
        {
            using var reporter = new OrgReporter(account.Session, new()
            {
                Date = DateTime.UtcNow.AddDays(-2), Regions = ["us-east-1", "eu-west-1"], IncludeCopyJobs = true, IncludeRestoreJobs = true, OutputPath = root.FullName,
            });
            return (await reporter.WriteAsync(), failed);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
