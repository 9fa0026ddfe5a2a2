using static EbsBackup.OrgReport.CellText;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of backup jobs: all members of a backup job, in alphabetical order.</summary>
internal static class BackupJobColumns
{
    public static IReadOnlyList<(string Name, Func<OrgBackupJob, string?> Text)> All { get; } =
    [
        (nameof(OrgBackupJob.AccountId), job => job.AccountId),
        (nameof(OrgBackupJob.BackupJobId), job => job.BackupJobId),
        (nameof(OrgBackupJob.BackupOptions), job => Json(job.BackupOptions)),
        (nameof(OrgBackupJob.BackupSizeInBytes), job => Number(job.BackupSizeInBytes)),
        (nameof(OrgBackupJob.BackupType), job => job.BackupType),
        (nameof(OrgBackupJob.BackupVaultArn), job => job.BackupVaultArn),
        (nameof(OrgBackupJob.BackupVaultName), job => job.BackupVaultName),
        (nameof(OrgBackupJob.BytesTransferred), job => Number(job.BytesTransferred)),
        (nameof(OrgBackupJob.CompletionDate), job => Instant(job.CompletionDate)),
        (nameof(OrgBackupJob.CreatedBy), job => Json(job.CreatedBy)),
        (nameof(OrgBackupJob.CreationDate), job => Instant(job.CreationDate)),
        (nameof(OrgBackupJob.EncryptionKeyArn), job => job.EncryptionKeyArn),
        (nameof(OrgBackupJob.ExpectedCompletionDate), job => Instant(job.ExpectedCompletionDate)),
        (nameof(OrgBackupJob.IamRoleArn), job => job.IamRoleArn),
        (nameof(OrgBackupJob.InitiationDate), job => Instant(job.InitiationDate)),
        (nameof(OrgBackupJob.IsEncrypted), job => Flag(job.IsEncrypted)),
        (nameof(OrgBackupJob.IsParent), job => Flag(job.IsParent)),
        (nameof(OrgBackupJob.MessageCategory), job => job.MessageCategory),
        (nameof(OrgBackupJob.ParentJobId), job => job.ParentJobId),
        (nameof(OrgBackupJob.PercentDone), job => job.PercentDone),
        (nameof(OrgBackupJob.RecoveryPointArn), job => job.RecoveryPointArn),
        (nameof(OrgBackupJob.RecoveryPointLifecycle), job => Json(job.RecoveryPointLifecycle)),
        (nameof(OrgBackupJob.ResourceArn), job => job.ResourceArn),
        (nameof(OrgBackupJob.ResourceName), job => job.ResourceName),
        (nameof(OrgBackupJob.ResourceType), job => job.ResourceType),
        (nameof(OrgBackupJob.StartBy), job => Instant(job.StartBy)),
        (nameof(OrgBackupJob.State), job => job.State),
        (nameof(OrgBackupJob.StatusMessage), job => job.StatusMessage),
        (nameof(OrgBackupJob.VaultLockState), job => job.VaultLockState),
        (nameof(OrgBackupJob.VaultType), job => job.VaultType),
    ];
}
