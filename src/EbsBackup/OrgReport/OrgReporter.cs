using System.Runtime.CompilerServices;
using Amazon.Runtime;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Reports the AWS Backup jobs of every account of an Organization, each once.</summary>
public sealed class OrgReporter : IDisposable
{
    private readonly AwsSession _session;
    private readonly AwsSession _management;
    private readonly OrgReportOptions _options;
    private readonly BackupJobListing _listing;
    private readonly JobReader _reader;

    /// <param name="session">Writes the report, and assumes the management role; must outlive the reporter.</param>
    /// <exception cref="EbsBackupException">An option is refused.</exception>
    public OrgReporter(AwsSession session, OrgReportOptions options)
    {
        OrgReportErrors.ThrowIfRefused(options);
        _session = session;
        _options = options;
        _management = options.ManagementRoleArn is { } role ? session.AssumeRole(role, options.ExternalId) : session;
        _listing = new BackupJobListing(_management);
        _reader = new JobReader(_listing.ListAsync, BackupJobListing.IsStaleToken);
    }

    /// <summary>The jobs as they arrive. A Region that fails is told to <paramref name="onError"/>; the others go on.</summary>
    /// <exception cref="EbsBackupException">The management account cannot be reached at all.</exception>
    public async IAsyncEnumerable<OrgBackupJob> ReadAsync(
        Action<EbsBackupError> onError, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var errors = new ReadErrors(this, onError);
        await foreach (var page in _reader.ReadAsync(plan.Regions, plan.Readable, cancellationToken).ConfigureAwait(false))
        {
            errors.Add(page);
            foreach (var job in page.Jobs) yield return job;
        }
    }

    /// <summary>
    /// Writes the files of a report to the folder, the bucket or both. They appear together when all jobs are read, the
    /// manifest last; if nothing could be read, or the writing is stopped, what was there before stays.
    /// </summary>
    /// <param name="progress">Jobs read so far.</param>
    /// <exception cref="EbsBackupException">The management account cannot be reached at all, or the folder cannot be written.</exception>
    public async Task<OrgBackupReport> WriteAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var keys = new ReportKeys(_options.KeyPrefix, plan.Window.Day);
        var tally = new JobTally(plan.Regions.Select(region => region.Value));
        var errors = new List<EbsBackupError>();
        var readErrors = new ReadErrors(this, errors.Add);
        try
        {
            using var staging = new ReportStaging(StagingFolder(), keys, plan.Now);
            var pages = 0;
            await foreach (var page in _reader.ReadAsync(plan.Regions, plan.Readable, cancellationToken).ConfigureAwait(false))
            {
                readErrors.Add(page);
                if (page.Failure is null) pages++;
                foreach (var job in page.Jobs)
                {
                    tally.Add(job);
                    staging.Write(job);
                }

                progress?.Report(tally.Jobs);
            }

            var summaries = await CheckAsync(plan, tally, errors, cancellationToken).ConfigureAwait(false);
            var report = Describe(plan, tally, staging.Complete(), errors, OutcomeOf(errors.Count, pages)) with { SummaryCounts = summaries };
            return report.Outcome == Outcome.Failed
                ? report with { Files = [] }
                : await DeliverAsync(report, staging, keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OrgReportErrors.NotWritable(_options.OutputPath ?? Path.GetTempPath(), e).ToException(e);
        }
    }

    public void Dispose()
    {
        if (_management != _session) _management.Dispose();
    }

    private async Task<Plan> PlanAsync(CancellationToken cancellationToken)
    {
        // The answer also tells AWS's clock: a window that ends now must end at AWS's now.
        var identity = await _management.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var now = _management.Clock.GetUtcNow() + (_management.ClockSkew ?? TimeSpan.Zero);
        var window = _options.Date is { } day
            ? ReportWindow.OfDay(day)
            : ReportWindow.LastHours(_options.Hours ?? OrgReportOptions.DefaultHours, now);
        if (window.Start > now) throw OrgReportErrors.InTheFuture(window, now).ToException();
        IReadOnlyList<RegionName> regions = _options.Regions.Count > 0
            ? [.. _options.Regions.Select(RegionName.Parse).Distinct()]
            : [await _session.GetRegionAsync(cancellationToken).ConfigureAwait(false)];
        return new Plan(window, window.Until(now), now, identity.AccountId, regions);
    }

    /// <summary>
    /// Holds the counts of a whole past day against those that AWS gives for it. AWS's lag behind: fewer than ours say
    /// nothing, more say that jobs are missing. They are a second opinion, so that a caller who may not ask goes without.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, long>> CheckAsync(
        Plan plan, JobTally tally, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (_options.Date is null || plan.Readable != plan.Window) return counts;
        foreach (var region in plan.Regions.Where(region => !errors.Exists(error => error.TargetId == region.Value)))
        {
            try
            {
                if (await _listing.CountAsync(region, plan.Window, cancellationToken).ConfigureAwait(false) is not { } count) continue;
                counts[region.Value] = count;
                var listed = tally.Regions[region.Value].Values.Sum();
                if (count > listed) errors.Add(OrgReportErrors.JobsMissing(region, plan.Window, listed, count));
            }
            catch (AmazonServiceException)
            {
            }
        }

        return counts;
    }

    private static OrgBackupReport Describe(
        Plan plan, JobTally tally, IReadOnlyList<OrgReportFile> files, IReadOnlyList<EbsBackupError> errors, Outcome outcome) => new()
        {
            Start = plan.Window.Start,
            End = plan.Window.End,
            AsOf = plan.Now,
            ManagementAccountId = plan.Account.Value,
            Outcome = outcome,
            Jobs = tally.Jobs,
            Counts = tally.Categories,
            EndedLater = tally.EndedLater,
            Regions = tally.Regions,
            Accounts = tally.Accounts,
            ResourceTypes = tally.ResourceTypes,
            Files = files,
            Errors = [.. errors],
        };

    private async Task<OrgBackupReport> DeliverAsync(OrgBackupReport report, ReportStaging staging, ReportKeys keys, CancellationToken cancellationToken)
    {
        var folder = _options.OutputPath is { } root ? new FolderDestination(root) : null;
        var bucket = _options.BucketName is { } name
            ? new BucketDestination(_session.S3(await _session.GetRegionAsync(cancellationToken).ConfigureAwait(false)), name, _options.KmsKeyId)
            : null;
        var archive = new ReportArchive(folder is not null ? folder.OpenAsync : bucket!.OpenAsync);
        if (report.Outcome == Outcome.Partial && await KeepsEarlierAsync(archive, report, keys, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return report with { Outcome = Outcome.Failed, Files = [], Errors = [.. report.Errors, why] };
        }

        var (trend, missing) = await archive.ReadAsync(keys, cancellationToken).ConfigureAwait(false);
        report = await staging.AddPageAsync(report with { MissingDays = missing }, trend, cancellationToken).ConfigureAwait(false);

        var files = staging.Seal(report);
        var errors = new List<EbsBackupError>(report.Errors);
        var manifests = new List<string>();
        if (bucket is not null)
        {
            try
            {
                await bucket.DeliverAsync(files, cancellationToken).ConfigureAwait(false);
                manifests.Add(bucket.AddressOf(keys.Manifest));
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                errors.Add(EbsBackupError.From(e, "s3:PutObject", _options.BucketName!));
            }
        }

        if (folder is not null)
        {
            folder.Deliver(files);
            manifests.Add(folder.PathOf(keys.Manifest));
        }

        var outcome = manifests.Count == 0 ? Outcome.Failed : errors.Count == 0 ? Outcome.Succeeded : Outcome.Partial;
        return report with { Outcome = outcome, Errors = errors, Manifests = manifests };
    }

    /// <summary>Why what is at the destination must not give way to an incomplete report: it is complete, or nobody can say.</summary>
    private async Task<EbsBackupError?> KeepsEarlierAsync(ReportArchive archive, OrgBackupReport report, ReportKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.HasCompleteAsync(keys, report, cancellationToken).ConfigureAwait(false) ? OrgReportErrors.CompleteOneKept(keys) : null;
        }
        catch (Exception e) when (_options.OutputPath is null && !cancellationToken.IsCancellationRequested)
        {
            return EbsBackupError.From(e, "s3:GetObject", _options.BucketName!);
        }
    }

    private static Outcome OutcomeOf(int errors, int pages) =>
        errors == 0 ? Outcome.Succeeded : pages == 0 ? Outcome.Failed : Outcome.Partial;

    /// <summary>On the volume of the output, so that a finished file is renamed into place and never copied.</summary>
    private string StagingFolder() => Path.Combine(
        _options.OutputPath is { } root ? Path.GetFullPath(root) : Path.GetTempPath(), $".ebsbackup-{Guid.NewGuid():N}");

    private sealed record Plan(
        ReportWindow Window, ReportWindow Readable, DateTimeOffset Now, AccountId Account, IReadOnlyList<RegionName> Regions);

    /// <summary>Tells each failure of a Region once, however many of its pages it hits.</summary>
    private sealed class ReadErrors(OrgReporter reporter, Action<EbsBackupError> onError)
    {
        private readonly HashSet<(RegionName, string)> _told = [];

        public void Add(JobPage page)
        {
            if (page.Failure is not { } failure) return;
            var error = OrgReportErrors.NotListed(failure, page.Region, reporter._options.ManagementRoleArn);
            if (_told.Add((page.Region, error.Id))) onError(error);
        }
    }
}
