using static EbsBackup.OrgReport.JobColumn;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of restore jobs: all members of one, in alphabetical order.</summary>
internal static class RestoreJobColumns
{
    public static IReadOnlyList<JobColumn> All { get; } =
    [
        Text(nameof(OrgRestoreJob.AccountId)),
        Number(nameof(OrgRestoreJob.BackupSizeInBytes)),
        Text(nameof(OrgRestoreJob.BackupVaultArn)),
        Instant(nameof(OrgRestoreJob.CompletionDate)),
        Json(nameof(OrgRestoreJob.CreatedBy), JobJson.Default.RestoreJobCreator),
        Text(nameof(OrgRestoreJob.CreatedResourceArn)),
        Instant(nameof(OrgRestoreJob.CreationDate)),
        Text(nameof(OrgRestoreJob.DeletionStatus)),
        Text(nameof(OrgRestoreJob.DeletionStatusMessage)),
        Number(nameof(OrgRestoreJob.ExpectedCompletionTimeMinutes)),
        Text(nameof(OrgRestoreJob.IamRoleArn)),
        Flag(nameof(OrgRestoreJob.IsParent)),
        Text(nameof(OrgRestoreJob.ParentJobId)),
        Text(nameof(OrgRestoreJob.PercentDone)),
        Text(nameof(OrgRestoreJob.RecoveryPointArn)),
        Instant(nameof(OrgRestoreJob.RecoveryPointCreationDate)),
        Text(nameof(OrgRestoreJob.ResourceType)),
        Text(nameof(OrgRestoreJob.RestoreJobId)),
        Text(nameof(OrgRestoreJob.SourceResourceArn)),
        Text(nameof(OrgRestoreJob.Status)),
        Text(nameof(OrgRestoreJob.StatusMessage)),
        Text(nameof(OrgRestoreJob.ValidationStatus)),
        Text(nameof(OrgRestoreJob.ValidationStatusMessage)),
    ];
}
