using System.Globalization;
using Amazon.S3.Model;
using EbsBackup.Catalog;
using EbsBackup.Coverage;
using EbsBackup.OrgReport;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Runner.Demo;

/// <summary>What the product is for, on the sample fleet: take, record, expire, report, with each step told as it happens.</summary>
internal sealed class MainJob(TextWriter console, string folder)
{
    private const string Region = "us-east-1";
    private const string ManagementRole = "arn:aws:iam::111111111111:role/Backup-Report-Role";

    private static readonly CatalogLocation Records = new("ebs-backup-records");

    private readonly OutcomeTally _tally = new();

    public async Task<Outcome> RunAsync(CancellationToken cancellationToken)
    {
        var server = SandboxServer.Start(new SandboxOptions { SampleFleet = true });
        await using (server.ConfigureAwait(false))
        {
            LocalEndpoints.Register(server.EndpointUrl, new AccessKeys(server.AccessKeyId, server.SecretAccessKey), server.Sandbox.Clock);
            using var session = new AwsSession(new SessionOptions { EndpointUrl = server.EndpointUrl.ToString(), Region = Region });
            var who = await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
            await SayAsync($"A sandbox answers at {server.EndpointUrl} as account {who.AccountId}, Region {Region}. No AWS account is touched.").ConfigureAwait(false);

            await TakeAsync(session, cancellationToken).ConfigureAwait(false);
            await ExpireAsync(session, cancellationToken).ConfigureAwait(false);
            await SaveRecordsAsync(session, cancellationToken).ConfigureAwait(false);
            await ReportAsync(session, cancellationToken).ConfigureAwait(false);
            LocalEndpoints.Unregister(server.EndpointUrl);
        }

        await SayAsync($"\n{_tally.Outcome}: {_tally.Done} done, {_tally.Failed} not done.").ConfigureAwait(false);
        return _tally.Outcome;
    }

    private async Task TakeAsync(AwsSession session, CancellationToken cancellationToken)
    {
        await SayAsync("\nTAKEN: every volume with the tag backup=daily, recorded in S3, waited for").ConfigureAwait(false);
        var request = new TakeRequest
        {
            Volumes = new VolumeSelector { Tags = new Dictionary<string, string> { ["backup"] = "daily" } },
            Catalog = Records,
            Wait = true,
        };
        await foreach (var result in new SnapshotTaker(session).TakeAsync(request, cancellationToken).ConfigureAwait(false))
        {
            _tally.Add(result.Error);
            if (result.Snapshot is { } snapshot)
                await SayAsync($"  {snapshot.SnapshotId}  of {snapshot.VolumeId}  {snapshot.VolumeSize,4} GiB  {snapshot.State}").ConfigureAwait(false);
            await ComplainAsync(result.Error).ConfigureAwait(false);
        }
    }

    private async Task ExpireAsync(AwsSession session, CancellationToken cancellationToken)
    {
        var results = new List<RetentionResult>();
        await foreach (var result in new RetentionExecutor(session).ExpireAsync(new RetentionRequest { Catalog = Records }, cancellationToken).ConfigureAwait(false))
        {
            results.Add(result);
            if (result.Action != RetentionAction.Keep) _tally.Add(result.Error);
        }

        foreach (var (action, heading) in new[]
        {
            (RetentionAction.Keep, "KEPT"),
            (RetentionAction.Delete, "DELETED"),
            (RetentionAction.Skip, "LEFT ALONE"),
        })
        {
            var those = results.Where(r => r.Action == action).ToList();
            await SayAsync($"\n{heading}: {those.Count} snapshots, by reason").ConfigureAwait(false);
            foreach (var group in those.GroupBy(r => string.Join("; ", r.Reasons)).OrderByDescending(g => g.Count()))
            {
                var first = group.MinBy(r => r.Time)!;
                await SayAsync(string.Create(CultureInfo.InvariantCulture, $"  {group.Count(),3}  {group.Key}  (oldest: {first.SnapshotId}, {first.Time.UtcDateTime:yyyy-MM-dd HH:mm})")).ConfigureAwait(false);
            }

            foreach (var failed in those) await ComplainAsync(failed.Error).ConfigureAwait(false);
        }
    }

    private async Task SaveRecordsAsync(AwsSession session, CancellationToken cancellationToken)
    {
        var s3 = session.S3(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false));
        var count = 0;
        var pages = s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Records.BucketName, Prefix = Records.KeyPrefix + "/" });
        await foreach (var found in pages.S3Objects.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using var record = await s3.GetObjectAsync(Records.BucketName, found.Key, cancellationToken).ConfigureAwait(false);
            var path = Path.Combine([folder, .. found.Key.Split('/')]);
            await record.WriteResponseStreamToFileAsync(path, append: false, cancellationToken).ConfigureAwait(false);
            count++;
        }

        await SayAsync($"\nRECORDED: {count} objects of the bucket {Records.BucketName}, copied to {Path.Combine(folder, Records.KeyPrefix)}").ConfigureAwait(false);
    }

    private async Task ReportAsync(AwsSession session, CancellationToken cancellationToken)
    {
        var options = new OrgReportOptions { ManagementRoleArn = ManagementRole, Regions = [Region, "eu-west-1"], OutputPath = folder };
        await BackfillAsync(session, options, cancellationToken).ConfigureAwait(false);
        using var reporter = new OrgReporter(session, options with { IncludeCopyJobs = true, IncludeRestoreJobs = true, Coverage = new CoverageOptions() });
        var report = await reporter.WriteAsync(progress: null, cancellationToken).ConfigureAwait(false);
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"\nREPORTED: {report.Jobs} backup, {report.CopyJobs!.Jobs} copy and {report.RestoreJobs!.Jobs} restore jobs of the Organization, {report.Start:yyyy-MM-dd HH:mm} to {report.End:yyyy-MM-dd HH:mm} UTC")).ConfigureAwait(false);
        foreach (var file in report.Files) await SayAsync($"  {file.Rows,4}  {file.Key}").ConfigureAwait(false);
        if (report.Coverage is { } coverage)
        {
            var counts = string.Join(", ", coverage.Counts.Where(c => c.Value > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}")));
            await SayAsync($"\nWHAT NOTHING PROTECTS: of {coverage.Resources} resources in {coverage.Accounts.Count} accounts {counts}").ConfigureAwait(false);
            foreach (var file in coverage.Files) await SayAsync($"  {file.Rows,4}  {file.Key}").ConfigureAwait(false);
        }

        foreach (var manifest in report.Manifests) await SayAsync($"        {manifest}").ConfigureAwait(false);
        _tally.Add(null);
        foreach (var error in report.Errors.Concat(report.Coverage?.Errors ?? []))
        {
            _tally.Add(error);
            await ComplainAsync(error).ConfigureAwait(false);
        }
    }

    private async Task BackfillAsync(AwsSession session, OrgReportOptions options, CancellationToken cancellationToken)
    {
        using var reporter = new OrgReporter(session, options);
        var days = await reporter.MissingDaysAsync(cancellationToken).ConfigureAwait(false);
        var jobs = 0L;
        foreach (var day in days)
        {
            var report = await reporter.OnDay(day).WriteAsync(progress: null, cancellationToken).ConfigureAwait(false);
            jobs += report.Jobs;
            _tally.Add(null);
            foreach (var error in report.Errors)
            {
                _tally.Add(error);
                await ComplainAsync(error).ConfigureAwait(false);
            }
        }

        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"\nBACKFILLED: reports of the {days.Count} earlier days that AWS Backup still has, {days[0]:yyyy-MM-dd} to {days[^1]:yyyy-MM-dd}, {jobs} backup jobs")).ConfigureAwait(false);
    }

    private Task SayAsync(string line) => console.WriteLineAsync(line);

    private Task ComplainAsync(EbsBackupError? error) =>
        error is null ? Task.CompletedTask : SayAsync($"  NOT DONE  {error.TargetId}: {error.Message} {error.RecommendedAction}");
}
