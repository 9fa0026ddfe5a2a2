namespace EbsBackup.Catalog;

/// <summary>What became of one decision.</summary>
/// <param name="Decision">Null when the error is about something that could not be looked at.</param>
public sealed record CatalogRepairResult(CatalogRepairDecision? Decision, EbsBackupError? Error);
