namespace EbsBackup.OrgReport;

/// <summary>What backup, copy and restore jobs have in common; what AWS left out is null.</summary>
public interface IOrgJob
{
    OrgJobKind Kind { get; }

    /// <summary>The Region that listed the job.</summary>
    string Region { get; }

    /// <summary>The job was created before the report's window and ended in it.</summary>
    bool EndedLater { get; }

    string? JobId { get; }

    string? AccountId { get; }

    /// <summary>Null when AWS Organizations does not tell it to the caller.</summary>
    string? AccountName { get; }

    string? State { get; }

    string? StatusMessage { get; }

    string? MessageCategory { get; }

    string? ResourceArn { get; }

    string? ResourceName { get; }

    string? ResourceType { get; }

    DateTimeOffset? CreationDate { get; }

    DateTimeOffset? CompletionDate { get; }

    long? BackupSizeInBytes { get; }
}
