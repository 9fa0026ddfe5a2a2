namespace EbsBackup.OrgReport.Page;

/// <summary>Whether a resource has a backup. What could not be read is <see cref="Unknown"/>, never <see cref="Covered"/>.</summary>
public enum CoverageStatus
{
    Unprotected,
    Unknown,
    Stale,
    OptedOut,
    Covered,
}
