using static EbsBackup.OrgReport.JobColumn;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of copy jobs: all members of one, in alphabetical order.</summary>
internal static class CopyJobColumns
{
    public static IReadOnlyList<JobColumn> All { get; } =
    [
        Text(nameof(OrgCopyJob.AccountId)),
        Number(nameof(OrgCopyJob.BackupSizeInBytes)),
        Json(nameof(OrgCopyJob.ChildJobsInState), JobJson.Default.IReadOnlyDictionaryStringInt64),
        Instant(nameof(OrgCopyJob.CompletionDate)),
        Text(nameof(OrgCopyJob.CompositeMemberIdentifier)),
        Text(nameof(OrgCopyJob.CopyJobId)),
        Json(nameof(OrgCopyJob.CreatedBy), JobJson.Default.BackupJobCreator),
        Text(nameof(OrgCopyJob.CreatedByBackupJobId)),
        Instant(nameof(OrgCopyJob.CreationDate)),
        Text(nameof(OrgCopyJob.DestinationBackupVaultArn)),
        Text(nameof(OrgCopyJob.DestinationEncryptionKeyArn)),
        Text(nameof(OrgCopyJob.DestinationRecoveryPointArn)),
        Json(nameof(OrgCopyJob.DestinationRecoveryPointLifecycle), JobJson.Default.RecoveryPointLifecycle),
        Text(nameof(OrgCopyJob.DestinationVaultLockState)),
        Text(nameof(OrgCopyJob.DestinationVaultType)),
        Text(nameof(OrgCopyJob.IamRoleArn)),
        Flag(nameof(OrgCopyJob.IsParent)),
        Text(nameof(OrgCopyJob.MessageCategory)),
        Number(nameof(OrgCopyJob.NumberOfChildJobs)),
        Text(nameof(OrgCopyJob.ParentJobId)),
        Text(nameof(OrgCopyJob.ResourceArn)),
        Text(nameof(OrgCopyJob.ResourceName)),
        Text(nameof(OrgCopyJob.ResourceType)),
        Text(nameof(OrgCopyJob.SourceBackupVaultArn)),
        Text(nameof(OrgCopyJob.SourceRecoveryPointArn)),
        Text(nameof(OrgCopyJob.State)),
        Text(nameof(OrgCopyJob.StatusMessage)),
    ];
}
