using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Brings a report to the folder, the bucket or both, and keeps what must not give way to it.</summary>
internal sealed class ReportDelivery(AwsSession session, OrgReportOptions options, ReportKeys keys)
{
    public async Task<OrgBackupReport> DeliverAsync(
        OrgBackupReport report, ReportStaging staging, IReadOnlyList<PageGap> gaps, CancellationToken cancellationToken)
    {
        var destinations = await DestinationsAsync(options.BucketName, cancellationToken).ConfigureAwait(false);
        var errors = new List<EbsBackupError>(report.Errors);
        var kept = await destinations.KeepsAsync(
            keys.Manifest, manifest => ReportArchive.KeepsAsync(manifest, report, cancellationToken), () => OrgReportErrors.BetterOneKept(keys), cancellationToken).ConfigureAwait(false);
        if (kept is { Id: nameof(SR.CompleteReportKept) } || (kept is not null && report.Outcome == Outcome.Partial))
        {
            errors.Add(kept);

            // A bucket that cannot say what it has gets no incomplete report; a folder can say.
            if (kept.Id == nameof(SR.CompleteReportKept) || options.OutputPath is null) return report with { Outcome = Outcome.Failed, Files = [], Errors = errors };
            destinations = await DestinationsAsync(null, cancellationToken).ConfigureAwait(false);
        }

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
        var destinations = await DestinationsAsync(options.BucketName, cancellationToken).ConfigureAwait(false);
        try
        {
            return await new ReportArchive(destinations.OpenAsync).MissingAsync(keys, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "s3:GetObject", options.BucketName ?? options.OutputPath!).ToException(e);
        }
    }

    private Task<Destinations> DestinationsAsync(string? bucketName, CancellationToken cancellationToken) =>
        Destinations.OfAsync(session, options.OutputPath, bucketName, options.KmsKeyId, cancellationToken);
}
