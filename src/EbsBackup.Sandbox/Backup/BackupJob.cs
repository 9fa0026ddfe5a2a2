using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>
/// A backup job. One from a state file stands as it was written; one that was started here is CREATED, then
/// RUNNING, then what it ends as. A fleet holds a million of them: what most jobs lack is in <see cref="More"/>.
/// </summary>
internal sealed class BackupJob(string id, string accountId) : IJob
{
    public string Id { get; } = id;

    public string AccountId { get; } = accountId;

    public DateTimeOffset CreationDate { get; init; }

    /// <summary>Null for a job that stands as it was written.</summary>
    public JobCourse? Course { get; init; }

    /// <summary>The state, for a job without a course.</summary>
    public string? FixedState { get; init; }

    public DateTimeOffset? FixedCompletion { get; init; }

    public string? FixedCategory { get; init; }

    public string? StatusMessage { get; init; }

    public string? PercentDone { get; init; }

    public string BackupVaultName { get; init; } = "Default";

    public string? BackupVaultArn { get; init; }

    public string? RecoveryPointArn { get; init; }

    public string ResourceArn { get; init; } = "";

    public string ResourceType { get; init; } = "";

    public string? ResourceName { get; init; }

    public string? IamRoleArn { get; init; }

    public string? ParentJobId { get; init; }

    public long? BackupSizeInBytes { get; init; }

    public long? BytesTransferred { get; init; }

    /// <summary>The members that are not above, as they were written.</summary>
    public Structure? More { get; init; }

    public string State(DateTimeOffset now) => Course?.State(now) ?? FixedState!;

    public DateTimeOffset? CompletionDate(DateTimeOffset now) => Course is null ? FixedCompletion : Course.EndedAt(now);

    public string? MessageCategory(DateTimeOffset now) => Course is null ? FixedCategory : State(now) == "COMPLETED" ? "SUCCESS" : null;

    public Structure ToStructure(DateTimeOffset now)
    {
        var written = new Structure
        {
            { "AccountId", AccountId },
            { "BackupJobId", Id },
            { "BackupVaultName", BackupVaultName },
            { "BackupVaultArn", BackupVaultArn },
            { "RecoveryPointArn", Course is null || State(now) == "COMPLETED" ? RecoveryPointArn : null },
            { "ResourceArn", ResourceArn },
            { "CreationDate", CreationDate },
            { "CompletionDate", CompletionDate(now) },
            { "State", State(now) },
            { "StatusMessage", StatusMessage },
            { "PercentDone", Course?.PercentDone(now) ?? PercentDone },
            { "BackupSizeInBytes", BackupSizeInBytes },
            { "IamRoleArn", IamRoleArn },
            { "ResourceType", ResourceType },
            { "BytesTransferred", BytesTransferred },
            { "ParentJobId", ParentJobId },
            { "ResourceName", ResourceName },
            { "MessageCategory", MessageCategory(now) },
        };
        foreach (var (name, value) in More ?? []) written.Add(name, value);
        return written;
    }
}
