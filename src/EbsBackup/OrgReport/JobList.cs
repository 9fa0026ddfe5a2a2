namespace EbsBackup.OrgReport;

/// <summary>One page as AWS lists it.</summary>
internal sealed record JobList(IReadOnlyList<OrgBackupJob> Jobs, string? NextToken);
