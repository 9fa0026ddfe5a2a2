using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Brings a report to the folder, the bucket or both, and keeps what must not give way to it.</summary>
internal sealed class ReportDelivery(AwsSession session, OrgReportOptions options, ReportKeys keys)
{
    public async Task<OrgBackupReport> DeliverAsync(
        OrgBackupReport report, ReportStaging staging, IReadOnlyList<PageGap> gaps, CancellationToken cancellationToken)
    {
        var all = await DestinationsAsync(cancellationToken).ConfigureAwait(false);
        var (destinations, error) = await all.FreeAsync(
            keys.Manifest, report.Outcome == Outcome.Succeeded, manifest => ReportArchive.KeepsAsync(manifest, report, cancellationToken),
            () => OrgReportErrors.BetterOneKept(keys), cancellationToken).ConfigureAwait(false);
        var errors = new List<EbsBackupError>(report.Errors);
        if (error is not null) errors.Add(error);
        if (destinations is null) return report with { Outcome = Outcome.Failed, Files = [], Errors = errors };

        var (trend, missing) = await new ReportArchive(destinations.OpenAsync).ReadAsync(keys, report.AsOf, cancellationToken).ConfigureAwait(false);
        report = await staging.AddPageAsync(report with { MissingDays = missing }, [.. gaps, .. CoveragePage.Gaps(report.Coverage)], trend, cancellationToken).ConfigureAwait(false);
        var manifests = await destinations.DeliverAsync(staging.Seal(report), errors.Add, cancellationToken).ConfigureAwait(false);
        var whole = errors.Count == 0 && report.Coverage is null or { Outcome: Outcome.Succeeded };
        var outcome = manifests.Count == 0 ? Outcome.Failed : whole ? Outcome.Succeeded : Outcome.Partial;
        return report with { Outcome = outcome, Errors = errors, Manifests = manifests };
    }

    /// <summary>The days before the keys' own that AWS still has whole and of which there is no complete report, oldest first.</summary>
    public async Task<IReadOnlyList<DateTime>> MissingDaysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var destinations = await DestinationsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await new ReportArchive(destinations.OpenAsync).MissingAsync(keys, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "s3:GetObject", options.BucketName ?? options.OutputPath!).ToException(e);
        }
    }

    private Task<Destinations> DestinationsAsync(CancellationToken cancellationToken) =>
        Destinations.OfAsync(session, options.OutputPath, options.BucketName, options.KmsKeyId, cancellationToken);
}
