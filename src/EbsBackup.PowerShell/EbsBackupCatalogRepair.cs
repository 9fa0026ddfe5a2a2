using EbsBackup.Catalog;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell;

/// <summary>What becomes, or became, of one object of the catalogue, and why.</summary>
public sealed record EbsBackupCatalogRepair
{
    internal EbsBackupCatalogRepair(CatalogRepairDecision decision, FleetPlace place) =>
        (Action, SnapshotId, VolumeId, AccountId, Region, Policy, Key, Reason) =
        (decision.Action, decision.SnapshotId?.Value, decision.VolumeId?.Value, place.AccountId.Value, place.Region.Value, decision.Policy?.Value, decision.Key, decision.Reason);

    /// <summary>Create, Refresh, Adopt, Drop, Finish, or Skip: it is left as it is.</summary>
    public CatalogRepairAction Action { get; }

    public string? SnapshotId { get; }

    public string? VolumeId { get; }

    public string AccountId { get; }

    public string Region { get; }

    public string? Policy { get; }

    /// <summary>The object's key in the bucket.</summary>
    public string Key { get; }

    public string Reason { get; }
}
