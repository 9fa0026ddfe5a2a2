using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Alerts;

/// <summary>What one account has of metrics, logs and topics in one Region. It is not in the state file.</summary>
internal sealed class AlertsRegion
{
    public SortedDictionary<string, LogGroup> LogGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Topics by ARN, with the messages published to each, oldest first.</summary>
    public SortedDictionary<string, List<Structure>> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Metrics by namespace, name and dimensions, with their data.</summary>
    public Dictionary<MetricKey, List<MetricSample>> Metrics { get; } = [];
}
