using System.Runtime.CompilerServices;
using System.Text.Json;
using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>Tells what protects the resources of an Organization's accounts, and what nothing protects.</summary>
public sealed class OrgCoverage
{
    private const int AccountsInFlight = 8;

    private readonly AwsSession _session;
    private readonly CoverageOptions _options;

    /// <param name="session">Assumes the roles and writes the files; must outlive this.</param>
    /// <exception cref="EbsBackupException">An option is refused.</exception>
    public OrgCoverage(AwsSession session, CoverageOptions options)
    {
        CoverageErrors.ThrowIfRefused(options);
        (_session, _options) = (session, options);
    }

    /// <summary>The resources, an account at a time. What could not be read is told to <paramref name="onError"/> and is a resource with the status Unknown.</summary>
    /// <exception cref="EbsBackupException">It is not even known which accounts there are.</exception>
    public async IAsyncEnumerable<ResourceCoverage> ReadAsync(
        Action<EbsBackupError> onError, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var account in AccountsAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            foreach (var error in account.Errors) onError(error);
            foreach (var resource in account.Resources) yield return resource;
        }
    }

    /// <summary>Writes the files to the folder, the bucket or both. They appear together, the manifest last; if nothing could be read, or what is there tells more, it stays.</summary>
    /// <param name="progress">Accounts looked into so far, and how many there are.</param>
    /// <exception cref="EbsBackupException">It is not known which accounts there are, or the folder cannot be written.</exception>
    public async Task<CoverageReport> WriteAsync(IProgress<(int Done, int All)>? progress = null, CancellationToken cancellationToken = default)
    {
        using var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var tally = new CoverageTally(plan.Fleet);
        var errors = new List<EbsBackupError>();
        var (done, listings) = (0, 0);
        try
        {
            var keys = new CoverageKeys(_options.KeyPrefix, plan.Rules.AsOf.UtcDateTime, _options.KeyLayout);
            using var staging = new CoverageStaging(StagingFolder(), keys, plan.Rules);
            await foreach (var account in AccountsAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                errors.AddRange(account.Errors);
                listings += account.Listings;
                foreach (var resource in account.Resources)
                {
                    tally.Add(resource);
                    staging.Write(resource);
                }

                progress?.Report((++done, plan.Fleet.Accounts.Count));
            }

            var report = new CoverageReport
            {
                AsOf = plan.Rules.AsOf,
                MaxAge = _options.MaxAge,
                Outcome = errors.Count == 0 ? Outcome.Succeeded : listings == 0 ? Outcome.Failed : Outcome.Partial,
                Resources = tally.Resources,
                Counts = tally.Counts,
                ResourceTypes = tally.ResourceTypes,
                Accounts = tally.Accounts,
                Regions = tally.Regions,
                OnlyTypes = _options.ResourceTypes,
                AccountNames = plan.Fleet.Accounts.Where(a => a.Name is not null).ToDictionary(a => a.Id.Value, a => a.Name!),
                ClosedAccounts = [.. plan.Fleet.Accounts.Where(a => !a.IsOpen).Select(a => a.Id.Value)],
                Errors = errors,
                Unread = errors,
                Statistics = staging.Statistics,
            };
            return report.Outcome == Outcome.Failed ? report : await DeliverAsync(report, staging, keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OrgReportErrors.NotWritable(_options.OutputPath ?? Path.GetTempPath(), e).ToException(e);
        }
    }

    private async Task<Plan> PlanAsync(CancellationToken cancellationToken)
    {
        // The answer also tells AWS's clock: ages are counted from its now.
        await _session.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var now = _session.Clock.GetUtcNow() + (_session.ClockSkew ?? TimeSpan.Zero);
        var fleet = await Fleet.OpenAsync(_session, _options.Places(), cancellationToken).ConfigureAwait(false);
        return new Plan(fleet, new CoverageRules(now, _options.MaxAge, _options.OptOutTags) { ResourceTypes = _options.ResourceTypes });
    }

    private static async IAsyncEnumerable<AccountCoverage> AccountsAsync(Plan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new AccountReader(plan.Rules);
        var places = plan.Fleet.Places.ToLookup(place => place.AccountId);
        var read = ConcurrentStream.RunAsync<FleetAccount, AccountCoverage>(
            plan.Fleet.Accounts,
            AccountsInFlight,
            async account => [await reader.ReadAsync(account, places[account.Id], cancellationToken).ConfigureAwait(false)],
            cancellationToken);
        await foreach (var account in read.ConfigureAwait(false)) yield return account;
    }

    private async Task<CoverageReport> DeliverAsync(CoverageReport report, CoverageStaging staging, CoverageKeys keys, CancellationToken cancellationToken)
    {
        var all = await Destinations.OfAsync(_session, _options.OutputPath, _options.BucketName, _options.KmsKeyId, cancellationToken).ConfigureAwait(false);
        var (destinations, error) = await all.FreeAsync(
            keys.Manifest, report.Outcome == Outcome.Succeeded, stream => KeepsAsync(stream, report, cancellationToken),
            () => CoverageErrors.BetterOneKept(keys.Folder), cancellationToken).ConfigureAwait(false);
        var errors = new List<EbsBackupError>(report.Errors);
        if (error is not null) errors.Add(error);
        if (destinations is null) return report with { Outcome = Outcome.Failed, Errors = errors };

        report = await staging.CompleteAsync(report, cancellationToken).ConfigureAwait(false);
        var manifests = await destinations.DeliverAsync(staging.Seal(report), errors.Add, cancellationToken).ConfigureAwait(false);
        var outcome = manifests.Count == 0 ? Outcome.Failed : errors.Count == 0 ? Outcome.Succeeded : Outcome.Partial;
        return report with { Outcome = outcome, Errors = errors, Manifests = manifests };
    }

    private static async Task<bool> KeepsAsync(Stream manifest, CoverageReport report, CancellationToken cancellationToken)
    {
        try
        {
            var there = await JsonSerializer.DeserializeAsync<CoverageReport>(manifest, ReportStaging.ManifestFormat, cancellationToken).ConfigureAwait(false);
            return there is { Outcome: Outcome.Succeeded } && (report.Outcome != Outcome.Succeeded || !report.LooksAtAllOf(there));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>On the volume of the output, so that a finished file is renamed into place and never copied.</summary>
    private string StagingFolder() => Path.Combine(
        _options.OutputPath is { } root ? Path.GetFullPath(root) : Path.GetTempPath(), $".ebsbackup-{Guid.NewGuid():N}");

    private sealed record Plan(Fleet Fleet, CoverageRules Rules) : IDisposable
    {
        public void Dispose() => Fleet.Dispose();
    }
}
