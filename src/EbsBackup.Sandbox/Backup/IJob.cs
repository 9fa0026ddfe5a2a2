namespace EbsBackup.Sandbox.Backup;

/// <summary>What backup, copy and restore jobs have in common.</summary>
internal interface IJob
{
    string Id { get; }

    string AccountId { get; }

    string ResourceType { get; }

    DateTimeOffset CreationDate { get; }

    string State(DateTimeOffset now);

    DateTimeOffset? CompletionDate(DateTimeOffset now);

    string? MessageCategory(DateTimeOffset now);
}
