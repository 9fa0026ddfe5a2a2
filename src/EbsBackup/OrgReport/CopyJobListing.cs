using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class CopyJobListing(AwsSession management, JobListings listings) : IJobListing
{
    public Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var request = new ListCopyJobsRequest
        {
            ByAccountId = AllAccounts,
            ByCreatedAfter = query.ByCreatedAfter,
            ByCreatedBefore = query.ByCreatedBefore,
            ByCompleteAfter = query.ByCompleteAfter,
            ByCompleteBefore = query.ByCompleteBefore,
            MaxResults = PageSize,
            NextToken = query.NextToken,
        };
        return listings.ListAsync(query, request, () => management.Backup(query.Region).ListCopyJobsAsync(request, cancellationToken), cancellationToken);
    }

    public Task<long?> CountAsync(RegionName region, ReportWindow day, CancellationToken cancellationToken) => SumAsync(day, async token =>
    {
        var request = new ListCopyJobSummariesRequest
        {
            AccountId = Together,
            ResourceType = Together,
            MessageCategory = Together,
            State = CopyJobStatus.AGGREGATE_ALL,
            AggregationPeriod = AggregationPeriod.ONE_DAY,
            MaxResults = SummaryPageSize,
            NextToken = token,
        };
        var response = await management.Backup(region).ListCopyJobSummariesAsync(request, cancellationToken).ConfigureAwait(false);
        return ((response.CopyJobSummaries ?? []).Select(one => (one.StartTime, one.EndTime, (long?)one.Count)), response.NextToken);
    });
}
