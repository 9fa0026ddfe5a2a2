using EbsBackup.Sessions;

namespace EbsBackup.Catalog;

/// <summary>What a repair would do, object by object; what is in order is not in it. Leave decisions out to leave objects alone.</summary>
/// <param name="Errors">What could not be looked at, and is therefore left as it is.</param>
public sealed record CatalogRepairPlan(
    CatalogRepairRequest Request, AccountId AccountId, RegionName Region, string Run, IReadOnlyList<CatalogRepairDecision> Decisions, IReadOnlyList<EbsBackupError> Errors);
