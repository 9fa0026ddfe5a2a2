using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>What one call brought: jobs, each for the first and only time, or the failure that ended its slice.</summary>
internal sealed record JobPage(RegionName Region, IReadOnlyList<OrgBackupJob> Jobs, Exception? Failure = null);
