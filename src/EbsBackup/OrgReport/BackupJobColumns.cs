using static EbsBackup.OrgReport.JobColumn;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of backup jobs: all members of a backup job, in alphabetical order.</summary>
internal static class BackupJobColumns
{
    public static IReadOnlyList<JobColumn> All { get; } =
    [
        Text(nameof(OrgBackupJob.AccountId)),
        Text(nameof(OrgBackupJob.BackupJobId)),
        Json(nameof(OrgBackupJob.BackupOptions), JobJson.Default.IReadOnlyDictionaryStringString),
        Number(nameof(OrgBackupJob.BackupSizeInBytes)),
        Text(nameof(OrgBackupJob.BackupType)),
        Text(nameof(OrgBackupJob.BackupVaultArn)),
        Text(nameof(OrgBackupJob.BackupVaultName)),
        Number(nameof(OrgBackupJob.BytesTransferred)),
        Instant(nameof(OrgBackupJob.CompletionDate)),
        Json(nameof(OrgBackupJob.CreatedBy), JobJson.Default.BackupJobCreator),
        Instant(nameof(OrgBackupJob.CreationDate)),
        Text(nameof(OrgBackupJob.EncryptionKeyArn)),
        Instant(nameof(OrgBackupJob.ExpectedCompletionDate)),
        Text(nameof(OrgBackupJob.IamRoleArn)),
        Instant(nameof(OrgBackupJob.InitiationDate)),
        Flag(nameof(OrgBackupJob.IsEncrypted)),
        Flag(nameof(OrgBackupJob.IsParent)),
        Text(nameof(OrgBackupJob.MessageCategory)),
        Text(nameof(OrgBackupJob.ParentJobId)),
        Text(nameof(OrgBackupJob.PercentDone)),
        Text(nameof(OrgBackupJob.RecoveryPointArn)),
        Json(nameof(OrgBackupJob.RecoveryPointLifecycle), JobJson.Default.RecoveryPointLifecycle),
        Text(nameof(OrgBackupJob.ResourceArn)),
        Text(nameof(OrgBackupJob.ResourceName)),
        Text(nameof(OrgBackupJob.ResourceType)),
        Instant(nameof(OrgBackupJob.StartBy)),
        Text(nameof(OrgBackupJob.State)),
        Text(nameof(OrgBackupJob.StatusMessage)),
        Text(nameof(OrgBackupJob.VaultLockState)),
        Text(nameof(OrgBackupJob.VaultType)),
    ];
}
