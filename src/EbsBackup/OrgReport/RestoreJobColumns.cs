using static EbsBackup.OrgReport.CellText;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of restore jobs: all members of one, in alphabetical order.</summary>
internal static class RestoreJobColumns
{
    public static IReadOnlyList<(string Name, Func<OrgRestoreJob, string?> Text)> All { get; } =
    [
        (nameof(OrgRestoreJob.AccountId), job => job.AccountId),
        (nameof(OrgRestoreJob.BackupSizeInBytes), job => Number(job.BackupSizeInBytes)),
        (nameof(OrgRestoreJob.BackupVaultArn), job => job.BackupVaultArn),
        (nameof(OrgRestoreJob.CompletionDate), job => Instant(job.CompletionDate)),
        (nameof(OrgRestoreJob.CreatedBy), job => Json(job.CreatedBy)),
        (nameof(OrgRestoreJob.CreatedResourceArn), job => job.CreatedResourceArn),
        (nameof(OrgRestoreJob.CreationDate), job => Instant(job.CreationDate)),
        (nameof(OrgRestoreJob.DeletionStatus), job => job.DeletionStatus),
        (nameof(OrgRestoreJob.DeletionStatusMessage), job => job.DeletionStatusMessage),
        (nameof(OrgRestoreJob.ExpectedCompletionTimeMinutes), job => Number(job.ExpectedCompletionTimeMinutes)),
        (nameof(OrgRestoreJob.IamRoleArn), job => job.IamRoleArn),
        (nameof(OrgRestoreJob.IsParent), job => Flag(job.IsParent)),
        (nameof(OrgRestoreJob.ParentJobId), job => job.ParentJobId),
        (nameof(OrgRestoreJob.PercentDone), job => job.PercentDone),
        (nameof(OrgRestoreJob.RecoveryPointArn), job => job.RecoveryPointArn),
        (nameof(OrgRestoreJob.RecoveryPointCreationDate), job => Instant(job.RecoveryPointCreationDate)),
        (nameof(OrgRestoreJob.ResourceType), job => job.ResourceType),
        (nameof(OrgRestoreJob.RestoreJobId), job => job.RestoreJobId),
        (nameof(OrgRestoreJob.SourceResourceArn), job => job.SourceResourceArn),
        (nameof(OrgRestoreJob.Status), job => job.Status),
        (nameof(OrgRestoreJob.StatusMessage), job => job.StatusMessage),
        (nameof(OrgRestoreJob.ValidationStatus), job => job.ValidationStatus),
        (nameof(OrgRestoreJob.ValidationStatusMessage), job => job.ValidationStatusMessage),
    ];
}
