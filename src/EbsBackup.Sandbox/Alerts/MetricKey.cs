namespace EbsBackup.Sandbox.Alerts;

/// <summary>What makes a metric one metric; dimensions as sorted text.</summary>
internal sealed record MetricKey(string Namespace, string Name, string Dimensions)
{
    public static string Text(IEnumerable<(string Name, string Value)> dimensions) =>
        string.Concat(dimensions.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => $"{d.Name}\0{d.Value}\n"));

    public IEnumerable<(string Name, string Value)> Pairs => Dimensions.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(d => d.Split('\0')).Select(d => (d[0], d[1]));
}
