namespace EbsBackup.Coverage;

/// <summary>What came of one account, or of one of its Regions.</summary>
/// <param name="Listings">How many listings could be read.</param>
internal sealed record AccountCoverage(IReadOnlyList<ResourceCoverage> Resources, IReadOnlyList<EbsBackupError> Errors, int Listings);
