using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>A copy or restore job, as a state file wrote it.</summary>
internal sealed class OtherJob(string id, string accountId, Structure written) : IJob
{
    public string Id { get; } = id;

    public string AccountId { get; } = accountId;

    public Structure Written { get; } = written;

    public string ResourceType => Written.Text("ResourceType") ?? "";

    public DateTimeOffset CreationDate { get; } = written.Time("CreationDate") ?? default;

    public string State(DateTimeOffset now) => Written.Text("State") ?? Written.Required("Status");

    public DateTimeOffset? CompletionDate(DateTimeOffset now) => Written.Time("CompletionDate");

    public string? MessageCategory(DateTimeOffset now) => Written.Text("MessageCategory");
}
