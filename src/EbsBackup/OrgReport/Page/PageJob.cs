namespace EbsBackup.OrgReport.Page;

/// <summary>What the page says of one backup, copy or restore job. All text is AWS's own and is escaped where it is shown.</summary>
public readonly record struct PageJob
{
    public string? JobId { get; init; }

    public string? AccountId { get; init; }

    public string? Region { get; init; }

    public string? ResourceType { get; init; }

    public string? ResourceArn { get; init; }

    public string? ResourceName { get; init; }

    public string? State { get; init; }

    public string? MessageCategory { get; init; }

    public string? StatusMessage { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    public DateTimeOffset? CompletionDate { get; init; }

    /// <summary>Bytes.</summary>
    public long? BackupSizeInBytes { get; init; }

    /// <summary>It completed, and not all went well: a completed backup job whose message category is not SUCCESS.</summary>
    public bool HasIssues { get; init; }

    /// <summary>The job was created before the report's window and ended in it.</summary>
    public bool EndedLater { get; init; }

    /// <summary>A job of the report.</summary>
    public static PageJob Of(IOrgJob job) => CountedOf(job) with
    {
        JobId = job.JobId,
        ResourceArn = job.ResourceArn,
        ResourceName = job.ResourceName,
        MessageCategory = job.MessageCategory,
        StatusMessage = job.StatusMessage,
    };

    /// <summary>Of a job of the report, what is counted or measured.</summary>
    internal static PageJob CountedOf(IOrgJob job) => new()
    {
        AccountId = job.AccountId,
        Region = job.Region,
        ResourceType = job.ResourceType,
        State = job.State,
        CreationDate = job.CreationDate,
        CompletionDate = job.CompletionDate,
        BackupSizeInBytes = job.BackupSizeInBytes,
        HasIssues = ReportCategory.HasIssues(job),
        EndedLater = job.EndedLater,
    };
}
