using System.Globalization;
using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>How far one pending snapshot is.</summary>
/// <param name="Remaining">An estimate at the speed so far; null before there is a speed.</param>
public sealed record TakeProgress(SnapshotId SnapshotId, VolumeId VolumeId, int PercentDone, TimeSpan? Remaining = null)
{
    /// <summary>It is an earlier snapshot, which must complete before the volume can be taken.</summary>
    public bool IsInTheWay { get; init; }

    internal static TakeProgress Of(SnapshotRecord snapshot, DateTimeOffset now)
    {
        var percent = int.TryParse(snapshot.Progress?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var done) ? done : 0;
        return new TakeProgress(snapshot.SnapshotId, snapshot.VolumeId, percent, snapshot.State == "pending" ? Left(percent, now - snapshot.StartTime) : null);
    }

    private static TimeSpan? Left(int percent, TimeSpan? elapsed) =>
        percent is > 0 and < 100 && elapsed is { Ticks: > 0 } spent ? TimeSpan.FromTicks(spent.Ticks / percent * (100 - percent)) : null;
}
