namespace EbsBackup.OrgReport;

/// <summary>One page as AWS lists it.</summary>
internal sealed record JobList(IReadOnlyList<IOrgJob> Jobs, string? NextToken);
