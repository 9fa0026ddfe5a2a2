using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>One restore job of the Organization, with every member that AWS can give; what AWS left out is null.</summary>
public sealed record OrgRestoreJob : IOrgJob
{
    OrgJobKind IOrgJob.Kind => OrgJobKind.Restore;

    /// <summary>The Region that listed the job.</summary>
    public required string Region { get; init; }

    /// <summary>The job was created before the report's window and ended in it.</summary>
    public bool EndedLater { get; init; }

    public string? AccountId { get; init; }

    /// <summary>Null when AWS Organizations does not tell it to the caller.</summary>
    public string? AccountName { get; init; }

    public long? BackupSizeInBytes { get; init; }

    public string? BackupVaultArn { get; init; }

    public DateTimeOffset? CompletionDate { get; init; }

    public RestoreJobCreator? CreatedBy { get; init; }

    public string? CreatedResourceArn { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>Of the data that a restore test made.</summary>
    public string? DeletionStatus { get; init; }

    public string? DeletionStatusMessage { get; init; }

    public long? ExpectedCompletionTimeMinutes { get; init; }

    public string? IamRoleArn { get; init; }

    public bool? IsParent { get; init; }

    /// <summary>AWS gives restore jobs none.</summary>
    string? IOrgJob.MessageCategory => null;

    public string? ParentJobId { get; init; }

    public string? PercentDone { get; init; }

    public string? RecoveryPointArn { get; init; }

    public DateTimeOffset? RecoveryPointCreationDate { get; init; }

    string? IOrgJob.ResourceArn => SourceResourceArn ?? CreatedResourceArn;

    string? IOrgJob.ResourceName => null;

    public string? ResourceType { get; init; }

    public string? RestoreJobId { get; init; }

    string? IOrgJob.JobId => RestoreJobId;

    public string? SourceResourceArn { get; init; }

    /// <summary><see cref="Status"/>, under the name that it has for the other jobs.</summary>
    [JsonIgnore]
    public string? State => Status;

    public string? Status { get; init; }

    public string? StatusMessage { get; init; }

    public string? ValidationStatus { get; init; }

    public string? ValidationStatusMessage { get; init; }
}
