using System.Globalization;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Alerts;

/// <summary>CloudWatch metrics, in its JSON and Query protocols; its third, CBOR, is not served.</summary>
internal sealed class MetricsService : ModelService
{
    private readonly Protocol _json;
    private readonly Protocol _query;

    public MetricsService(Sandbox sandbox)
        : base(sandbox, "cloudwatch", "monitoring", Dialect.Smithy("InvalidParameterValue"))
    {
        _json = new JsonProtocol(Model, Dialect.Smithy("InvalidParameterValueException"));
        _query = new QueryProtocol(Model, Dialect.Smithy("InvalidParameterValue"), ec2: false);
        On("PutMetricData", PutMetricData);
        On("ListMetrics", ListMetrics);
        On("GetMetricStatistics", GetMetricStatistics);
    }

    public override string OperationOf(SandboxRequest request) => ProtocolOf(request).OperationOf(request);

    public override SandboxResponse Handle(SandboxCall call) => Handle(call, ProtocolOf(call.Request));

    public override SandboxResponse Error(AwsErrorException error, string requestId, SandboxRequest request) => ProtocolOf(request).Error(error, requestId);

    private Protocol ProtocolOf(SandboxRequest request) => request.Header("X-Amz-Target") is null ? _query : _json;

    private static Structure PutMetricData(OperationCall call)
    {
        var space = call.Input.Required("Namespace");
        if (space.StartsWith("AWS/", StringComparison.Ordinal)) throw Invalid("The value AWS/ for parameter Namespace is invalid.");
        var data = call.Input.Structures("MetricData").ToList();
        if (data.Count is 0 or > 1000) throw Invalid("The collection MetricData must have between 1 and 1000 members.");
        var samples = data.ConvertAll(datum =>
        {
            var key = new MetricKey(space, datum.Required("MetricName"), Dimensions(datum));
            var (time, unit) = (datum.Time("Timestamp") ?? call.Now, datum.Text("Unit") ?? "None");
            if (datum.Double("Value") is { } value) return (key, [new(time, 1, value, value, value, unit)]);
            if (datum.Structured("StatisticValues") is { } s) return (key, [new(time, s.Double("SampleCount")!.Value, s.Double("Sum")!.Value, s.Double("Minimum")!.Value, s.Double("Maximum")!.Value, unit)]);
            var values = Numbers(datum, "Values");
            var counts = Numbers(datum, "Counts");
            if (values.Count is 0 or > 150 || (counts.Count > 0 && counts.Count != values.Count)) throw Invalid("MetricDatum needs Value, StatisticValues, or Values with as many Counts.");
            return (Key: key, Samples: values.Select((v, i) => new MetricSample(time, counts.Count > 0 ? counts[i] : 1, v * (counts.Count > 0 ? counts[i] : 1), v, v, unit)).ToList());
        });
        foreach (var (key, added) in samples)
        {
            call.About(key.Name);
            if (!call.Region.Alerts.Metrics.TryGetValue(key, out var list)) call.Region.Alerts.Metrics[key] = list = [];
            list.AddRange(added);
        }

        return [];
    }

    private static Structure ListMetrics(OperationCall call)
    {
        var (space, name) = (call.Input.Text("Namespace"), call.Input.Text("MetricName"));
        var dimensions = call.Input.Structures("Dimensions").Select(d => (Name: d.Required("Name"), Value: d.Text("Value"))).ToList();
        var skip = int.TryParse(call.Input.Text("NextToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var found = call.Region.Alerts.Metrics.Keys
            .Where(m => (space is null || m.Namespace == space) && (name is null || m.Name == name)
                && dimensions.TrueForAll(d => m.Pairs.Any(p => p.Name == d.Name && (d.Value is null || p.Value == d.Value))))
            .Skip(skip).Take(501)
            .Select(object (m) => new Structure
            {
                { "Namespace", m.Namespace },
                { "MetricName", m.Name },
                { "Dimensions", m.Pairs.Select(object (p) => new Structure { { "Name", p.Name }, { "Value", p.Value } }).ToList() },
            })
            .ToList();
        return new() { { "Metrics", found.Take(500).ToList() }, { "NextToken", found.Count > 500 ? (skip + 500).ToString(CultureInfo.InvariantCulture) : null } };
    }

    private static Structure GetMetricStatistics(OperationCall call)
    {
        var key = new MetricKey(call.Input.Required("Namespace"), call.Input.Required("MetricName"), Dimensions(call.Input));
        var (start, end) = (call.Input.Time("StartTime")!.Value, call.Input.Time("EndTime")!.Value);
        var asked = call.Input.Texts("Statistics");
        if (asked.Count == 0) throw new AwsErrorException("InvalidParameterCombination", "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        var period = call.Input.Integer("Period")!.Value;
        var points = from sample in call.Region.Alerts.Metrics.GetValueOrDefault(key) ?? []
                     where sample.Time >= start && sample.Time < end
                     group sample by (sample.Time.ToUnixTimeSeconds() / period, sample.Unit) into same
                     let count = same.Sum(s => s.Count)
                     select (object)new Structure
                     {
                         { "Timestamp", DateTimeOffset.FromUnixTimeSeconds(same.Key.Item1 * period) },
                         { "SampleCount", asked.Contains("SampleCount") ? count : null },
                         { "Average", asked.Contains("Average") ? same.Sum(s => s.Sum) / count : null },
                         { "Sum", asked.Contains("Sum") ? same.Sum(s => s.Sum) : null },
                         { "Minimum", asked.Contains("Minimum") ? same.Min(s => s.Minimum) : null },
                         { "Maximum", asked.Contains("Maximum") ? same.Max(s => s.Maximum) : null },
                         { "Unit", same.Key.Unit },
                     };
        return new() { { "Label", key.Name }, { "Datapoints", points.ToList() } };
    }

    private static string Dimensions(Structure input) => MetricKey.Text(input.Structures("Dimensions").Select(d => (d.Required("Name"), d.Required("Value"))));

    private static List<double> Numbers(Structure input, string name) =>
        input[name] is IEnumerable<object> list ? [.. list.Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))] : [];

    private static AwsErrorException Invalid(string message) => new("InvalidParameterValue", message);
}
