using EbsBackup.Catalog;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>What happens to one volume.</summary>
/// <param name="Existing">The snapshot to adopt.</param>
public sealed record TakeItem(TakeAction Action, SelectedVolume Volume, SnapshotRecord? Existing = null);
