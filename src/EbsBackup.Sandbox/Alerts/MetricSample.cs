namespace EbsBackup.Sandbox.Alerts;

/// <summary>One datum, or a set of them summed up.</summary>
internal readonly record struct MetricSample(DateTimeOffset Time, double Count, double Sum, double Minimum, double Maximum, string Unit);
