using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>Decides which volumes need a snapshot for a slot and which have one. Pure.</summary>
internal static class TakePlanner
{
    /// <param name="existing">The policy's snapshots at this slot.</param>
    public static IReadOnlyList<TakeItem> Plan(IEnumerable<SelectedVolume> volumes, IEnumerable<SnapshotRecord> existing)
    {
        // A failed snapshot is no backup; of several, one that has completed is worth more than one that may fail.
        var best = existing
            .Where(s => s.State != "error")
            .GroupBy(s => s.VolumeId)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.State == "completed" ? 0 : 1).ThenBy(s => s.SnapshotId.Value, StringComparer.Ordinal).First());
        return [.. volumes.Select(v => best.TryGetValue(v.VolumeId, out var found) ? new TakeItem(TakeAction.Adopt, v, found) : new TakeItem(TakeAction.Create, v))];
    }
}
