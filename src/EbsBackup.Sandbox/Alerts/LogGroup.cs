namespace EbsBackup.Sandbox.Alerts;

/// <summary>A log group with its streams' events.</summary>
internal sealed class LogGroup(DateTimeOffset created)
{
    public DateTimeOffset Created { get; } = created;

    public int? RetentionInDays { get; set; }

    public SortedDictionary<string, List<(long Time, string Message, long Ingested)>> Streams { get; } = new(StringComparer.Ordinal);
}
