using System.Text.Json;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.OrgReport;

/// <summary>The earlier reports at a destination, by their manifests.</summary>
/// <param name="open">Opens the file at a key; null when there is none.</param>
internal sealed class ReportArchive(Func<string, CancellationToken, Task<Stream?>> open)
{
    private const int Days = 29;

    /// <summary>
    /// The earlier days of which there is a report, oldest first, and those that AWS still has whole and of which there is none that is complete. Nothing is known if the
    /// archive cannot be read: the delivery to the same place then says why.
    /// </summary>
    public async Task<(IReadOnlyList<TrendDay>? Known, IReadOnlyList<DateTime> Missing)> ReadAsync(ReportKeys keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var days = await DaysAsync(keys, cancellationToken).ConfigureAwait(false);
            return ([.. days.Select(day => day.Report).OfType<TrendDay>()], MissingOf(days, now));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, []);
        }
    }

    /// <summary>The earlier days that AWS still has whole and of which there is no complete report, oldest first.</summary>
    public async Task<IReadOnlyList<DateTime>> MissingAsync(ReportKeys keys, DateTimeOffset now, CancellationToken cancellationToken) =>
        MissingOf(await DaysAsync(keys, cancellationToken).ConfigureAwait(false), now);

    /// <summary>Whether what a manifest tells of is complete, and more than <paramref name="report"/>: it must not give way.</summary>
    public static async Task<bool> KeepsAsync(Stream manifest, OrgBackupReport report, CancellationToken cancellationToken) =>
        await ParseAsync(manifest, cancellationToken).ConfigureAwait(false) is { Outcome: Outcome.Succeeded } there
        && there.Start <= report.Start && there.End >= report.End && there.AsOf >= report.End
        && (report.Outcome != Outcome.Succeeded || !report.LooksAtAllOf(there));

    private static IReadOnlyList<DateTime> MissingOf(IEnumerable<(DateTime Day, TrendDay? Report)> days, DateTimeOffset now) =>
        [.. days.Where(day => day.Report is not { Complete: true } && ReportWindow.OfDay(day.Day).IsKept(now)).Select(day => day.Day)];

    private async Task<(DateTime Day, TrendDay? Report)[]> DaysAsync(ReportKeys keys, CancellationToken cancellationToken)
    {
        var days = Enumerable.Range(1, Days).Select(back => keys.Day.AddDays(-back)).Reverse();
        return await Task.WhenAll(days.Select(async day => (day, await ReadDayAsync(keys.Of(day).Manifest, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    // The report of some hours does not stand for its day.
    private async Task<TrendDay?> ReadDayAsync(string key, CancellationToken cancellationToken)
    {
        using var stream = await open(key, cancellationToken).ConfigureAwait(false);
        return stream is not null && await ParseAsync(stream, cancellationToken).ConfigureAwait(false) is { } report && report.End - report.Start == TimeSpan.FromDays(1)
            ? TrendDay.Of(report)
            : null;
    }

    private static async Task<OrgBackupReport?> ParseAsync(Stream manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<OrgBackupReport>(manifest, ReportStaging.ManifestFormat, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
