using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>AWS Backup's list of one kind of the whole Organization's jobs, a page at a time.</summary>
internal interface IJobListing
{
    Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>How many jobs AWS itself counts for a UTC day of the last fourteen; null when it does not say.</summary>
    Task<long?> CountAsync(RegionName region, ReportWindow day, CancellationToken cancellationToken);
}
