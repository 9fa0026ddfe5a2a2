using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class BackupJobListing(AwsSession management, JobListings listings) : IJobListing
{
    public Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var request = new ListBackupJobsRequest
        {
            ByAccountId = AllAccounts,
            ByCreatedAfter = query.ByCreatedAfter,
            ByCreatedBefore = query.ByCreatedBefore,
            ByCompleteAfter = query.ByCompleteAfter,
            ByCompleteBefore = query.ByCompleteBefore,
            MaxResults = PageSize,
            NextToken = query.NextToken,
        };
        return listings.ListAsync(query, request, () => management.Backup(query.Region).ListBackupJobsAsync(request, cancellationToken), cancellationToken);
    }

    public Task<long?> CountAsync(RegionName region, ReportWindow day, CancellationToken cancellationToken) => SumAsync(day, async token =>
    {
        var request = new ListBackupJobSummariesRequest
        {
            AccountId = Together,
            ResourceType = Together,
            MessageCategory = Together,
            State = BackupJobStatus.AGGREGATE_ALL,
            AggregationPeriod = AggregationPeriod.ONE_DAY,
            MaxResults = SummaryPageSize,
            NextToken = token,
        };
        var response = await management.Backup(region).ListBackupJobSummariesAsync(request, cancellationToken).ConfigureAwait(false);
        return ((response.BackupJobSummaries ?? []).Select(one => (one.StartTime, one.EndTime, (long?)one.Count)), response.NextToken);
    });
}
