using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>What one call brought: jobs, each for the first and only time, or the failure that ended its slice. Good until the next page is asked for.</summary>
internal sealed record JobPage(OrgJobKind Kind, RegionName Region, IReadOnlyList<JobRow> Jobs, Exception? Failure = null);
