namespace EbsBackup.OrgReport;

/// <summary>One AWS Backup job of the Organization, with every member that AWS can give; what AWS left out is null.</summary>
public sealed record OrgBackupJob : IOrgJob
{
    OrgJobKind IOrgJob.Kind => OrgJobKind.Backup;

    /// <summary>The Region that listed the job.</summary>
    public required string Region { get; init; }

    /// <summary>The job was created before the report's window and ended in it.</summary>
    public bool EndedLater { get; init; }

    public string? AccountId { get; init; }

    /// <summary>Null when AWS Organizations does not tell it to the caller.</summary>
    public string? AccountName { get; init; }

    public string? BackupJobId { get; init; }

    string? IOrgJob.JobId => BackupJobId;

    public IReadOnlyDictionary<string, string>? BackupOptions { get; init; }

    public long? BackupSizeInBytes { get; init; }

    public string? BackupType { get; init; }

    public string? BackupVaultArn { get; init; }

    public string? BackupVaultName { get; init; }

    public long? BytesTransferred { get; init; }

    public DateTimeOffset? CompletionDate { get; init; }

    public BackupJobCreator? CreatedBy { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public string? EncryptionKeyArn { get; init; }

    public DateTimeOffset? ExpectedCompletionDate { get; init; }

    public string? IamRoleArn { get; init; }

    public DateTimeOffset? InitiationDate { get; init; }

    public bool? IsEncrypted { get; init; }

    public bool? IsParent { get; init; }

    public string? MessageCategory { get; init; }

    public string? ParentJobId { get; init; }

    public string? PercentDone { get; init; }

    public string? RecoveryPointArn { get; init; }

    public RecoveryPointLifecycle? RecoveryPointLifecycle { get; init; }

    public string? ResourceArn { get; init; }

    public string? ResourceName { get; init; }

    public string? ResourceType { get; init; }

    public DateTimeOffset? StartBy { get; init; }

    public string? State { get; init; }

    public string? StatusMessage { get; init; }

    public string? VaultLockState { get; init; }

    public string? VaultType { get; init; }
}
