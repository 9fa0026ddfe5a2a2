using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class RestoreJobListing(AwsSession management, JobListings listings) : IJobListing
{
    public Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var request = new ListRestoreJobsRequest
        {
            ByAccountId = AllAccounts,
            ByCreatedAfter = query.ByCreatedAfter,
            ByCreatedBefore = query.ByCreatedBefore,
            ByCompleteAfter = query.ByCompleteAfter,
            ByCompleteBefore = query.ByCompleteBefore,
            MaxResults = PageSize,
            NextToken = query.NextToken,
        };
        return listings.ListAsync(query, request, () => management.Backup(query.Region).ListRestoreJobsAsync(request, cancellationToken), cancellationToken);
    }

    public Task<long?> CountAsync(RegionName region, ReportWindow day, CancellationToken cancellationToken) => SumAsync(day, async token =>
    {
        var request = new ListRestoreJobSummariesRequest
        {
            AccountId = Together,
            ResourceType = Together,
            State = RestoreJobState.AGGREGATE_ALL,
            AggregationPeriod = AggregationPeriod.ONE_DAY,
            MaxResults = SummaryPageSize,
            NextToken = token,
        };
        var response = await management.Backup(region).ListRestoreJobSummariesAsync(request, cancellationToken).ConfigureAwait(false);
        return ((response.RestoreJobSummaries ?? []).Select(one => (one.StartTime, one.EndTime, (long?)one.Count)), response.NextToken);
    });
}
