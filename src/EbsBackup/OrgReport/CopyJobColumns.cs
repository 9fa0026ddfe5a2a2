using static EbsBackup.OrgReport.CellText;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of copy jobs: all members of one, in alphabetical order.</summary>
internal static class CopyJobColumns
{
    public static IReadOnlyList<(string Name, Func<OrgCopyJob, string?> Text)> All { get; } =
    [
        (nameof(OrgCopyJob.AccountId), job => job.AccountId),
        (nameof(OrgCopyJob.BackupSizeInBytes), job => Number(job.BackupSizeInBytes)),
        (nameof(OrgCopyJob.ChildJobsInState), job => Json(job.ChildJobsInState)),
        (nameof(OrgCopyJob.CompletionDate), job => Instant(job.CompletionDate)),
        (nameof(OrgCopyJob.CompositeMemberIdentifier), job => job.CompositeMemberIdentifier),
        (nameof(OrgCopyJob.CopyJobId), job => job.CopyJobId),
        (nameof(OrgCopyJob.CreatedBy), job => Json(job.CreatedBy)),
        (nameof(OrgCopyJob.CreatedByBackupJobId), job => job.CreatedByBackupJobId),
        (nameof(OrgCopyJob.CreationDate), job => Instant(job.CreationDate)),
        (nameof(OrgCopyJob.DestinationBackupVaultArn), job => job.DestinationBackupVaultArn),
        (nameof(OrgCopyJob.DestinationEncryptionKeyArn), job => job.DestinationEncryptionKeyArn),
        (nameof(OrgCopyJob.DestinationRecoveryPointArn), job => job.DestinationRecoveryPointArn),
        (nameof(OrgCopyJob.DestinationRecoveryPointLifecycle), job => Json(job.DestinationRecoveryPointLifecycle)),
        (nameof(OrgCopyJob.DestinationVaultLockState), job => job.DestinationVaultLockState),
        (nameof(OrgCopyJob.DestinationVaultType), job => job.DestinationVaultType),
        (nameof(OrgCopyJob.IamRoleArn), job => job.IamRoleArn),
        (nameof(OrgCopyJob.IsParent), job => Flag(job.IsParent)),
        (nameof(OrgCopyJob.MessageCategory), job => job.MessageCategory),
        (nameof(OrgCopyJob.NumberOfChildJobs), job => Number(job.NumberOfChildJobs)),
        (nameof(OrgCopyJob.ParentJobId), job => job.ParentJobId),
        (nameof(OrgCopyJob.ResourceArn), job => job.ResourceArn),
        (nameof(OrgCopyJob.ResourceName), job => job.ResourceName),
        (nameof(OrgCopyJob.ResourceType), job => job.ResourceType),
        (nameof(OrgCopyJob.SourceBackupVaultArn), job => job.SourceBackupVaultArn),
        (nameof(OrgCopyJob.SourceRecoveryPointArn), job => job.SourceRecoveryPointArn),
        (nameof(OrgCopyJob.State), job => job.State),
        (nameof(OrgCopyJob.StatusMessage), job => job.StatusMessage),
    ];
}
