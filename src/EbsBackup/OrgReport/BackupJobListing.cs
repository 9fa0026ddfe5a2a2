using Amazon.Backup;
using Amazon.Backup.Model;
using EbsBackup.Sessions;
using static EbsBackup.OrgReport.JobListings;

namespace EbsBackup.OrgReport;

internal sealed class BackupJobListing(AwsSession management, AccountNames accounts) : IJobListing
{
    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
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
        var named = accounts.GetAsync(cancellationToken);
        var response = await management.Backup(query.Region).ListBackupJobsAsync(request, cancellationToken).ConfigureAwait(false);
        var names = await named.ConfigureAwait(false);
        var jobs = (response.BackupJobs ?? []).ConvertAll(job => Convert(job, names, query.Region.Value, query.EndedLater));
        return new JobList(jobs, Token(response.NextToken));
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

    private static OrgBackupJob Convert(BackupJob job, IReadOnlyDictionary<string, string> names, string region, bool endedLater) => new()
    {
        Region = region,
        EndedLater = endedLater,
        AccountId = job.AccountId,
        AccountName = job.AccountId is { } id && names.TryGetValue(id, out var name) ? name : null,
        BackupJobId = job.BackupJobId,
        BackupOptions = job.BackupOptions,
        BackupSizeInBytes = job.BackupSizeInBytes,
        BackupType = job.BackupType,
        BackupVaultArn = job.BackupVaultArn,
        BackupVaultName = job.BackupVaultName,
        BytesTransferred = job.BytesTransferred,
        CompletionDate = Utc(job.CompletionDate),
        CreatedBy = JobListings.Convert(job.CreatedBy),
        CreationDate = Utc(job.CreationDate),
        EncryptionKeyArn = job.EncryptionKeyArn,
        ExpectedCompletionDate = Utc(job.ExpectedCompletionDate),
        IamRoleArn = job.IamRoleArn,
        InitiationDate = Utc(job.InitiationDate),
        IsEncrypted = job.IsEncrypted,
        IsParent = job.IsParent,
        MessageCategory = job.MessageCategory,
        ParentJobId = job.ParentJobId,
        PercentDone = job.PercentDone,
        RecoveryPointArn = job.RecoveryPointArn,
        RecoveryPointLifecycle = JobListings.Convert(job.RecoveryPointLifecycle),
        ResourceArn = job.ResourceArn,
        ResourceName = job.ResourceName,
        ResourceType = job.ResourceType,
        StartBy = Utc(job.StartBy),
        State = job.State?.Value,
        StatusMessage = job.StatusMessage,
        VaultLockState = job.VaultLockState,
        VaultType = job.VaultType,
    };
}
