using System.Runtime.CompilerServices;
using EbsBackup.Coverage;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Reports the AWS Backup jobs of every account of an Organization, each once.</summary>
public sealed class OrgReporter : IDisposable
{
    private readonly AwsSession _session;
    private readonly AwsSession _management;
    private readonly OrgReportOptions _options;
    private readonly AccountNames _names;
    private readonly JobListings _listings;
    private readonly IReadOnlyList<OrgJobKind> _kinds;
    private readonly OrgCoverage? _coverage;
    private readonly bool _ownsManagement;

    /// <param name="session">Writes the report, and assumes the management role; must outlive the reporter.</param>
    /// <exception cref="EbsBackupException">An option is refused.</exception>
    public OrgReporter(AwsSession session, OrgReportOptions options)
    {
        OrgReportErrors.ThrowIfRefused(options);
        _session = session;
        _options = options;
        _coverage = options.Coverage is { } wanted ? new OrgCoverage(session, wanted.Of(options)) : null;
        _management = options.ManagementRoleArn is { } role ? session.AssumeRole(role, options.ExternalId) : session;
        _names = new AccountNames(_management);
        _listings = new JobListings(_management, _names);
        _ownsManagement = _management != session;
        _kinds =
        [
            OrgJobKind.Backup,
            .. options.IncludeCopyJobs ? [OrgJobKind.Copy] : (OrgJobKind[])[],
            .. options.IncludeRestoreJobs ? [OrgJobKind.Restore] : (OrgJobKind[])[],
        ];
    }

    private OrgReporter(OrgReporter other, DateTime day)
    {
        (_session, _management, _names, _listings, _kinds, _coverage) = (other._session, other._management, other._names, other._listings, other._kinds, other._coverage);
        _options = other._options with { Date = day };
    }

    /// <summary>The same for a UTC day; it must not outlive this one.</summary>
    public OrgReporter OnDay(DateTime day) => new(this, day);

    /// <summary>The days that AWS Backup still has whole and of which the folder or the bucket has no complete report, oldest first.</summary>
    /// <exception cref="EbsBackupException">The management account or the bucket cannot be reached.</exception>
    public async Task<IReadOnlyList<DateTime>> MissingDaysAsync(CancellationToken cancellationToken = default)
    {
        if (_options is { OutputPath: null, BucketName: null }) throw OrgReportErrors.NothingToFill().ToException();
        await _management.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var keys = new ReportKeys(_options.KeyPrefix, Now.UtcDateTime.Date, _options.KeyLayout);
        return await new ReportDelivery(_session, _options, keys).MissingDaysAsync(Now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The jobs as they arrive. A Region that fails is told to <paramref name="onError"/>; the others go on.</summary>
    /// <param name="onNote">Told what is not as it could be, and is no failure.</param>
    /// <exception cref="EbsBackupException">The management account cannot be reached at all.</exception>
    public async IAsyncEnumerable<IOrgJob> ReadAsync(
        Action<EbsBackupError> onError, Action<string>? onNote = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var errors = new ReportErrors(_options.ManagementRoleArn, onError);
        await foreach (var page in PagesAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            errors.Add(page);
            foreach (var job in page.Jobs) yield return job.ToJob();
        }

        errors.Complete();
        foreach (var note in Notes()) onNote?.Invoke(note);
    }

    /// <summary>The resources of the coverage, where it was asked for; none otherwise.</summary>
    /// <exception cref="EbsBackupException">It is not even known which accounts there are.</exception>
    public async IAsyncEnumerable<ResourceCoverage> ReadCoverageAsync(
        Action<EbsBackupError> onError, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_coverage is null) yield break;
        await foreach (var resource in _coverage.ReadAsync(onError, cancellationToken).ConfigureAwait(false)) yield return resource;
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
        var keys = new ReportKeys(_options.KeyPrefix, plan.Window.Day, _options.KeyLayout);
        var tallies = _kinds.ToDictionary(kind => kind, kind => new JobTally(kind, plan.Regions.Select(region => region.Value)));
        var errors = new List<EbsBackupError>();
        var reportErrors = new ReportErrors(_options.ManagementRoleArn, errors.Add);
        try
        {
            using var staging = new ReportStaging(StagingFolder(), keys, _kinds, plan.Now);
            var (pages, read) = (0, 0L);
            await foreach (var page in PagesAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                reportErrors.Add(page);
                if (page.Failure is null) pages++;
                foreach (var job in page.Jobs)
                {
                    tallies[page.Kind].Add(job);
                    staging.Write(job);
                }

                progress?.Report(read += page.Jobs.Count);
            }

            reportErrors.Complete();
            var notes = Notes();
            var counts = new Dictionary<OrgJobKind, OrgJobCounts>();
            foreach (var (kind, tally) in tallies.Select(entry => (entry.Key, entry.Value)))
            {
                counts[kind] = tally.ToCounts(await CheckAsync(plan, kind, tally, reportErrors, notes, cancellationToken).ConfigureAwait(false));
            }

            var outcome = errors.Count == 0 ? Outcome.Succeeded : pages == 0 ? Outcome.Failed : Outcome.Partial;
            var names = await _names.GetAsync(cancellationToken).ConfigureAwait(false);
            var report = Describe(plan, counts, outcome, errors) with
            {
                Files = staging.Complete(), AccountNames = names, Notes = notes, Coverage = await CoverAsync(plan, cancellationToken).ConfigureAwait(false),
            };
            return outcome == Outcome.Failed
                ? report with { Files = [] }
                : await new ReportDelivery(_session, _options, keys).DeliverAsync(report, staging, reportErrors.Gaps, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OrgReportErrors.NotWritable(_options.OutputPath ?? Path.GetTempPath(), e).ToException(e);
        }
    }

    public void Dispose()
    {
        if (_ownsManagement) _management.Dispose();
    }

    private DateTimeOffset Now => _management.Clock.GetUtcNow() + (_management.ClockSkew ?? TimeSpan.Zero);

    private IAsyncEnumerable<JobPage> PagesAsync(Plan plan, CancellationToken cancellationToken)
    {
        var gated = new GatedListings(_listings, _options.ManagementRoleArn);
        return new JobReader(gated.ListAsync, JobListings.IsStaleToken).ReadAsync(_kinds, plan.Regions, plan.Readable, cancellationToken);
    }

    private async Task<Plan> PlanAsync(CancellationToken cancellationToken)
    {
        // The answer also tells AWS's clock: a window that ends now must end at AWS's now.
        var identity = await _management.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var now = Now;
        var window = _options.Date is { } day
            ? ReportWindow.OfDay(day)
            : ReportWindow.LastHours(_options.Hours ?? OrgReportOptions.DefaultHours, now);
        if (window.Start > now) throw OrgReportErrors.InTheFuture(window, now).ToException();
        if (_options.Date is not null && !window.IsKept(now)) throw OrgReportErrors.NotKept(window, now).ToException();
        return new Plan(window, window.Until(now), now, identity.AccountId, await RegionsAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<RegionName>> RegionsAsync(CancellationToken cancellationToken)
    {
        if (!_options.AllRegions && _options.Regions.Count > 0) return [.. _options.Regions.Select(RegionName.Parse).Distinct()];
        if (!_options.AllRegions) return [await _session.GetRegionAsync(cancellationToken).ConfigureAwait(false)];
        try
        {
            // Those enabled in the management account: in any other it cannot ask AWS Backup.
            return await EnabledRegions.ListAsync(_management, cancellationToken).ConfigureAwait(false);
        }
        catch (EbsBackupException e)
        {
            throw OrgReportErrors.RegionsNotListed(e.Error, _options.ManagementRoleArn).ToException(e.InnerException);
        }
    }

    /// <summary>
    /// Holds the counts of a whole past day against those that AWS gives for it. AWS's lag behind: fewer than ours say
    /// nothing, more say that jobs are missing. They are a second opinion, so that a caller who may not ask goes without.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, long>> CheckAsync(
        Plan plan, OrgJobKind kind, JobTally tally, ReportErrors errors, List<string> notes, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (_options.Date is null || plan.Readable != plan.Window) return counts;
        foreach (var region in plan.Regions.Where(region => !errors.Has(kind, region)))
        {
            try
            {
                if (await _listings[kind].CountAsync(region, plan.Window, cancellationToken).ConfigureAwait(false) is not { } count) continue;
                counts[region.Value] = count;
                var listed = tally.CountOf(region.Value);
                if (count > listed) errors.Add(kind, region, OrgReportErrors.JobsMissing(kind, region, plan.Window, listed, count));
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var error = EbsBackupError.From(e, $"backup:List{kind}JobSummaries", region.Value);
                notes.Add(EbsBackupError.Format(SR.CountsNotChecked, error.Message));
            }
        }

        return counts;
    }

    /// <summary>The coverage of now, whatever the window; what it could not read is its own failure, and none of the report's jobs.</summary>
    private async Task<CoverageReport?> CoverAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (_coverage is null) return null;
        try
        {
            return await _coverage.WriteAsync(progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (EbsBackupException e)
        {
            return CoverageReport.Failed(plan.Now, _options.Coverage!.MaxAge, e.Error);
        }
    }

    private List<string> Notes() => _names.Unknown is { } unknown ? [unknown] : [];

    private static OrgBackupReport Describe(
        Plan plan, Dictionary<OrgJobKind, OrgJobCounts> counts, Outcome outcome, IReadOnlyList<EbsBackupError> errors)
    {
        var backup = counts[OrgJobKind.Backup];
        return new()
        {
            Start = plan.Window.Start,
            End = plan.Window.End,
            AsOf = plan.Now,
            ManagementAccountId = plan.Account.Value,
            Outcome = outcome,
            Jobs = backup.Jobs,
            Counts = backup.Counts,
            EndedLater = backup.EndedLater,
            Regions = backup.Regions,
            Accounts = backup.Accounts,
            ResourceTypes = backup.ResourceTypes,
            SummaryCounts = backup.SummaryCounts,
            CopyJobs = counts.TryGetValue(OrgJobKind.Copy, out var copy) ? copy : null,
            RestoreJobs = counts.TryGetValue(OrgJobKind.Restore, out var restore) ? restore : null,
            Files = [],
            Errors = [.. errors],
        };
    }

    /// <summary>On the volume of the output, so that a finished file is renamed into place and never copied.</summary>
    private string StagingFolder() => Path.Combine(
        _options.OutputPath is { } root ? Path.GetFullPath(root) : Path.GetTempPath(), $".ebsbackup-{Guid.NewGuid():N}");

    private sealed record Plan(
        ReportWindow Window, ReportWindow Readable, DateTimeOffset Now, AccountId Account, IReadOnlyList<RegionName> Regions);
}
