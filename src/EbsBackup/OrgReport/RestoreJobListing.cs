using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class RestoreJobListing(AwsSession management, AccountNames accounts) : IJobListing
{
    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
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
        var named = accounts.GetAsync(cancellationToken);
        var response = await management.Backup(query.Region).ListRestoreJobsAsync(request, cancellationToken).ConfigureAwait(false);
        var names = await named.ConfigureAwait(false);
        var jobs = (response.RestoreJobs ?? []).ConvertAll(job => Convert(job, names, query.Region.Value, query.EndedLater));
        return new JobList(jobs, Token(response.NextToken));
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

    private static OrgRestoreJob Convert(RestoreJobsListMember job, IReadOnlyDictionary<string, string> names, string region, bool endedLater) => new()
    {
        Region = region,
        EndedLater = endedLater,
        AccountId = job.AccountId,
        AccountName = job.AccountId is { } id && names.TryGetValue(id, out var name) ? name : null,
        BackupSizeInBytes = job.BackupSizeInBytes,
        BackupVaultArn = job.BackupVaultArn,
        CompletionDate = Utc(job.CompletionDate),
        CreatedBy = job.CreatedBy is null ? null : new() { RestoreTestingPlanArn = job.CreatedBy.RestoreTestingPlanArn },
        CreatedResourceArn = job.CreatedResourceArn,
        CreationDate = Utc(job.CreationDate),
        DeletionStatus = job.DeletionStatus?.Value,
        DeletionStatusMessage = job.DeletionStatusMessage,
        ExpectedCompletionTimeMinutes = job.ExpectedCompletionTimeMinutes,
        IamRoleArn = job.IamRoleArn,
        IsParent = job.IsParent,
        ParentJobId = job.ParentJobId,
        PercentDone = job.PercentDone,
        RecoveryPointArn = job.RecoveryPointArn,
        RecoveryPointCreationDate = Utc(job.RecoveryPointCreationDate),
        ResourceType = job.ResourceType,
        RestoreJobId = job.RestoreJobId,
        SourceResourceArn = job.SourceResourceArn,
        Status = job.Status?.Value,
        StatusMessage = job.StatusMessage,
        ValidationStatus = job.ValidationStatus?.Value,
        ValidationStatusMessage = job.ValidationStatusMessage,
    };
}
