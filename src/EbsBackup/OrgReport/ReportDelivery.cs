using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Brings a report to the folder, the bucket or both, and keeps what must not give way to it.</summary>
internal sealed class ReportDelivery(AwsSession session, OrgReportOptions options, ReportKeys keys)
{
    private readonly FolderDestination? _folder = options.OutputPath is { } root ? new FolderDestination(root) : null;

    public async Task<OrgBackupReport> DeliverAsync(
        OrgBackupReport report, ReportStaging staging, IReadOnlyList<PageGap> gaps, CancellationToken cancellationToken)
    {
        var bucket = options.BucketName is { } name
            ? new BucketDestination(session.S3(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false)), name, options.KmsKeyId)
            : null;
        var archive = new ReportArchive(_folder is not null ? _folder.OpenAsync : bucket!.OpenAsync);
        if (report.Outcome == Outcome.Partial && await KeepsEarlierAsync(archive, report, cancellationToken).ConfigureAwait(false) is { } why)
        {
            return report with { Outcome = Outcome.Failed, Files = [], Errors = [.. report.Errors, why] };
        }

        var (trend, missing) = await archive.ReadAsync(keys, cancellationToken).ConfigureAwait(false);
        report = await staging.AddPageAsync(report with { MissingDays = missing }, [.. gaps, .. CoveragePage.Gaps(report.Coverage)], trend, cancellationToken).ConfigureAwait(false);

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
                errors.Add(EbsBackupError.From(e, "s3:PutObject", options.BucketName!));
            }
        }

        if (_folder is not null)
        {
            _folder.Deliver(files);
            manifests.Add(_folder.PathOf(keys.Manifest));
        }

        var whole = errors.Count == 0 && report.Coverage is null or { Outcome: Outcome.Succeeded };
        var outcome = manifests.Count == 0 ? Outcome.Failed : whole ? Outcome.Succeeded : Outcome.Partial;
        return report with { Outcome = outcome, Errors = errors, Manifests = manifests };
    }

    /// <summary>Why what is at the destination must not give way to an incomplete report: it is complete, or nobody can say.</summary>
    private async Task<EbsBackupError?> KeepsEarlierAsync(ReportArchive archive, OrgBackupReport report, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.HasCompleteAsync(keys, report, cancellationToken).ConfigureAwait(false) ? OrgReportErrors.CompleteOneKept(keys) : null;
        }
        catch (Exception e) when (options.OutputPath is null && !cancellationToken.IsCancellationRequested)
        {
            return EbsBackupError.From(e, "s3:GetObject", options.BucketName!);
        }
    }
}
