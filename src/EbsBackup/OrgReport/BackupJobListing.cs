using Amazon.Backup;
using Amazon.Backup.Model;
using Amazon.Runtime;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>AWS Backup's list of the whole Organization's jobs, a page at a time.</summary>
internal sealed class BackupJobListing(AwsSession management)
{
    // The most that AWS gives: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html
    private const int PageSize = 1000;

    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var request = new ListBackupJobsRequest { ByAccountId = "*", MaxResults = PageSize, NextToken = query.NextToken };
        if (query.OlderThan is { } olderThan)
        {
            request.ByCreatedBefore = olderThan;
            request.ByCompleteAfter = query.After;
            request.ByCompleteBefore = query.Before;
        }
        else
        {
            request.ByCreatedAfter = query.After;
            request.ByCreatedBefore = query.Before;
        }

        var response = await Client(query.Region).ListBackupJobsAsync(request, cancellationToken).ConfigureAwait(false);
        var jobs = (response.BackupJobs ?? []).ConvertAll(job => Convert(job, query.Region.Value, query.CreatedBefore is not null));
        return new JobList(jobs, response.NextToken is { Length: > 0 } token ? token : null);
    }

    /// <summary>How many jobs AWS itself counts for a UTC day of the last fourteen; null when it does not say.</summary>
    public async Task<long?> CountAsync(RegionName region, ReportWindow day, CancellationToken cancellationToken)
    {
        var request = new ListBackupJobSummariesRequest
        {
            AccountId = "AGGREGATE_ALL",
            ResourceType = "AGGREGATE_ALL",
            MessageCategory = "AGGREGATE_ALL",
            State = BackupJobStatus.AGGREGATE_ALL,
            AggregationPeriod = AggregationPeriod.ONE_DAY,
            MaxResults = PageSize,
        };
        long? count = null;
        do
        {
            var response = await Client(region).ListBackupJobSummariesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var summary in response.BackupJobSummaries ?? [])
            {
                if (Utc(summary.StartTime) == day.Start && Utc(summary.EndTime) == day.End) count = (count ?? 0) + (summary.Count ?? 0);
            }

            request.NextToken = response.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return count;
    }

    /// <summary>A token can expire, or be refused after AWS has moved on: the pages then begin again.</summary>
    public static bool IsStaleToken(Exception failure) =>
        failure is AmazonServiceException { ErrorCode: "InvalidParameterValueException" or "ExpiredNextToken" or "InvalidNextToken" };

    private IAmazonBackup Client(RegionName region) => management.Client<IAmazonBackup>(
        region, credentials => new AmazonBackupClient(credentials, management.Configure(new AmazonBackupConfig(), region)));

    private static OrgBackupJob Convert(BackupJob job, string region, bool endedLater) => new()
    {
        Region = region,
        EndedLater = endedLater,
        AccountId = job.AccountId,
        BackupJobId = job.BackupJobId,
        BackupOptions = job.BackupOptions,
        BackupSizeInBytes = job.BackupSizeInBytes,
        BackupType = job.BackupType,
        BackupVaultArn = job.BackupVaultArn,
        BackupVaultName = job.BackupVaultName,
        BytesTransferred = job.BytesTransferred,
        CompletionDate = Utc(job.CompletionDate),
        CreatedBy = Convert(job.CreatedBy),
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
        RecoveryPointLifecycle = Convert(job.RecoveryPointLifecycle),
        ResourceArn = job.ResourceArn,
        ResourceName = job.ResourceName,
        ResourceType = job.ResourceType,
        StartBy = Utc(job.StartBy),
        State = job.State?.Value,
        StatusMessage = job.StatusMessage,
        VaultLockState = job.VaultLockState,
        VaultType = job.VaultType,
    };

    private static BackupJobCreator? Convert(RecoveryPointCreator? creator) => creator is null ? null : new()
    {
        BackupPlanArn = creator.BackupPlanArn,
        BackupPlanId = creator.BackupPlanId,
        BackupPlanName = creator.BackupPlanName,
        BackupPlanVersion = creator.BackupPlanVersion,
        BackupRuleCron = creator.BackupRuleCron,
        BackupRuleId = creator.BackupRuleId,
        BackupRuleName = creator.BackupRuleName,
        BackupRuleTimezone = creator.BackupRuleTimezone,
    };

    private static RecoveryPointLifecycle? Convert(Lifecycle? lifecycle) => lifecycle is null ? null : new()
    {
        DeleteAfterDays = lifecycle.DeleteAfterDays,
        DeleteAfterEvent = lifecycle.DeleteAfterEvent?.Value,
        MoveToColdStorageAfterDays = lifecycle.MoveToColdStorageAfterDays,
        OptInToArchiveForSupportedResources = lifecycle.OptInToArchiveForSupportedResources,
    };

    private static DateTimeOffset? Utc(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;
}
