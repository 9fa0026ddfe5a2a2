using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class CopyJobListing(AwsSession management, AccountNames accounts) : IJobListing
{
    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
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
        var named = accounts.GetAsync(cancellationToken);
        var response = await management.Backup(query.Region).ListCopyJobsAsync(request, cancellationToken).ConfigureAwait(false);
        var names = await named.ConfigureAwait(false);
        var jobs = (response.CopyJobs ?? []).ConvertAll(job => Convert(job, names, query.Region.Value, query.EndedLater));
        return new JobList(jobs, Token(response.NextToken));
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

    private static OrgCopyJob Convert(CopyJob job, IReadOnlyDictionary<string, string> names, string region, bool endedLater) => new()
    {
        Region = region,
        EndedLater = endedLater,
        AccountId = job.AccountId,
        AccountName = job.AccountId is { } id && names.TryGetValue(id, out var name) ? name : null,
        BackupSizeInBytes = job.BackupSizeInBytes,
        ChildJobsInState = job.ChildJobsInState,
        CompletionDate = Utc(job.CompletionDate),
        CompositeMemberIdentifier = job.CompositeMemberIdentifier,
        CopyJobId = job.CopyJobId,
        CreatedBy = JobListings.Convert(job.CreatedBy),
        CreatedByBackupJobId = job.CreatedByBackupJobId,
        CreationDate = Utc(job.CreationDate),
        DestinationBackupVaultArn = job.DestinationBackupVaultArn,
        DestinationEncryptionKeyArn = job.DestinationEncryptionKeyArn,
        DestinationRecoveryPointArn = job.DestinationRecoveryPointArn,
        DestinationRecoveryPointLifecycle = JobListings.Convert(job.DestinationRecoveryPointLifecycle),
        DestinationVaultLockState = job.DestinationVaultLockState,
        DestinationVaultType = job.DestinationVaultType,
        IamRoleArn = job.IamRoleArn,
        IsParent = job.IsParent,
        MessageCategory = job.MessageCategory,
        NumberOfChildJobs = job.NumberOfChildJobs,
        ParentJobId = job.ParentJobId,
        ResourceArn = job.ResourceArn,
        ResourceName = job.ResourceName,
        ResourceType = job.ResourceType,
        SourceBackupVaultArn = job.SourceBackupVaultArn,
        SourceRecoveryPointArn = job.SourceRecoveryPointArn,
        State = job.State?.Value,
        StatusMessage = job.StatusMessage,
    };
}
