using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>What one call brought: jobs, each for the first and only time, or the failure that ended its slice.</summary>
internal sealed record JobPage(OrgJobKind Kind, RegionName Region, IReadOnlyList<IOrgJob> Jobs, Exception? Failure = null);
