namespace EbsBackup.OrgReport;

/// <summary>One copy job of the Organization, with every member that AWS can give; what AWS left out is null.</summary>
public sealed record OrgCopyJob : IOrgJob
{
    OrgJobKind IOrgJob.Kind => OrgJobKind.Copy;

    /// <summary>The Region that listed the job: the one copied from.</summary>
    public required string Region { get; init; }

    /// <summary>The job was created before the report's window and ended in it.</summary>
    public bool EndedLater { get; init; }

    public string? AccountId { get; init; }

    /// <summary>Null when AWS Organizations does not tell it to the caller.</summary>
    public string? AccountName { get; init; }

    public long? BackupSizeInBytes { get; init; }

    /// <summary>A composite job's nested jobs by state.</summary>
    public IReadOnlyDictionary<string, long>? ChildJobsInState { get; init; }

    public DateTimeOffset? CompletionDate { get; init; }

    public string? CompositeMemberIdentifier { get; init; }

    public string? CopyJobId { get; init; }

    string? IOrgJob.JobId => CopyJobId;

    public BackupJobCreator? CreatedBy { get; init; }

    public string? CreatedByBackupJobId { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public string? DestinationBackupVaultArn { get; init; }

    public string? DestinationEncryptionKeyArn { get; init; }

    public string? DestinationRecoveryPointArn { get; init; }

    public RecoveryPointLifecycle? DestinationRecoveryPointLifecycle { get; init; }

    public string? DestinationVaultLockState { get; init; }

    public string? DestinationVaultType { get; init; }

    public string? IamRoleArn { get; init; }

    public bool? IsParent { get; init; }

    public string? MessageCategory { get; init; }

    public long? NumberOfChildJobs { get; init; }

    public string? ParentJobId { get; init; }

    public string? ResourceArn { get; init; }

    public string? ResourceName { get; init; }

    public string? ResourceType { get; init; }

    public string? SourceBackupVaultArn { get; init; }

    public string? SourceRecoveryPointArn { get; init; }

    public string? State { get; init; }

    public string? StatusMessage { get; init; }
}
