using System.Text.Json;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.OrgReport;

/// <summary>The earlier reports at a destination, by their manifests.</summary>
/// <param name="open">Opens the file at a key; null when there is none.</param>
internal sealed class ReportArchive(Func<string, CancellationToken, Task<Stream?>> open)
{
    /// <summary>AWS Backup keeps jobs for 30 days, so what is missing from these days can still be made.</summary>
    private const int Days = 29;

    /// <summary>
    /// The earlier days of which there is a report, oldest first, and those of which there is none that is complete. Nothing is known if the
    /// archive cannot be read: the delivery to the same place then says why.
    /// </summary>
    public async Task<(IReadOnlyList<TrendDay>? Known, IReadOnlyList<DateTime> Missing)> ReadAsync(ReportKeys keys, CancellationToken cancellationToken)
    {
        var days = Enumerable.Range(1, Days).Select(back => keys.Day.AddDays(-back)).Reverse().ToList();
        TrendDay?[] read;
        try
        {
            read = await Task.WhenAll(days.Select(day => ReadAsync(keys.Of(day).Manifest, cancellationToken))).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, []);
        }

        return (
            [.. read.Where(day => day is not null).Select(day => day!)],
            [.. days.Where((_, i) => read[i] is not { Complete: true })]);
    }

    /// <summary>Whether there is a complete report of all that this one covers.</summary>
    public async Task<bool> HasCompleteAsync(ReportKeys keys, OrgBackupReport report, CancellationToken cancellationToken) =>
        await OpenAsync(keys.Manifest, cancellationToken).ConfigureAwait(false) is { Outcome: Outcome.Succeeded } there
        && there.Start <= report.Start && there.End >= report.End && there.AsOf >= report.End;

    // The report of some hours does not stand for its day.
    private async Task<TrendDay?> ReadAsync(string key, CancellationToken cancellationToken) =>
        await OpenAsync(key, cancellationToken).ConfigureAwait(false) is { } report && report.End - report.Start == TimeSpan.FromDays(1)
            ? TrendDay.Of(report)
            : null;

    private async Task<OrgBackupReport?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        using var stream = await open(key, cancellationToken).ConfigureAwait(false);
        if (stream is null) return null;
        try
        {
            return await JsonSerializer.DeserializeAsync<OrgBackupReport>(stream, ReportStaging.ManifestFormat, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
