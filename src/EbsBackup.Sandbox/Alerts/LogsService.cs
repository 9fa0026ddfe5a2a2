using System.Globalization;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Alerts;

/// <summary>CloudWatch Logs: groups, streams and their events.</summary>
internal sealed class LogsService : ModelService
{
    public LogsService(Sandbox sandbox)
        : base(sandbox, "logs", "logs", Dialect.Smithy("InvalidParameterException"))
    {
        On("CreateLogGroup", CreateLogGroup);
        On("CreateLogStream", CreateLogStream);
        On("PutRetentionPolicy", PutRetentionPolicy);
        On("DescribeLogGroups", DescribeLogGroups);
        On("DescribeLogStreams", DescribeLogStreams);
        On("PutLogEvents", PutLogEvents);
        On("GetLogEvents", GetLogEvents);
    }

    private static Structure CreateLogGroup(OperationCall call) =>
        call.Region.Alerts.LogGroups.TryAdd(call.Input.Required("logGroupName"), new(call.Now)) ? [] : throw Exists("log group");

    private static Structure CreateLogStream(OperationCall call) =>
        Group(call).Streams.TryAdd(call.Input.Required("logStreamName"), []) ? [] : throw Exists("log stream");

    private static Structure PutRetentionPolicy(OperationCall call)
    {
        Group(call).RetentionInDays = call.Input.Integer("retentionInDays");
        return [];
    }

    private static Structure DescribeLogGroups(OperationCall call) => Page(call, "logGroups", from @group in call.Region.Alerts.LogGroups
        where @group.Key.StartsWith(call.Input.Text("logGroupNamePrefix") ?? "", StringComparison.Ordinal)
        select new Structure
        {
            { "logGroupName", @group.Key },
            { "creationTime", @group.Value.Created.ToUnixTimeMilliseconds() },
            { "retentionInDays", @group.Value.RetentionInDays },
            { "arn", $"arn:aws:logs:{call.RegionName}:{call.Caller.AccountId}:log-group:{@group.Key}:*" },
        });

    private static Structure DescribeLogStreams(OperationCall call) => Page(call, "logStreams", from stream in Group(call).Streams
        where stream.Key.StartsWith(call.Input.Text("logStreamNamePrefix") ?? "", StringComparison.Ordinal)
        select new Structure
        {
            { "logStreamName", stream.Key },
            { "firstEventTimestamp", stream.Value.Count == 0 ? null : stream.Value.Min(e => e.Time) },
            { "lastEventTimestamp", stream.Value.Count == 0 ? null : stream.Value.Max(e => e.Time) },
        });

    private static Structure PutLogEvents(OperationCall call)
    {
        var stream = Stream(call);
        var events = call.Input.Structures("logEvents").Select(e => (Time: e.Long("timestamp")!.Value, Message: e.Required("message"))).ToList();
        // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
        if (events.Zip(events.Skip(1)).Any(pair => pair.First.Time > pair.Second.Time))
            throw new AwsErrorException("InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.");
        if (events.Sum(e => System.Text.Encoding.UTF8.GetByteCount(e.Message) + 26) > 1_048_576)
            throw new AwsErrorException("InvalidParameterException", "Upload too large.");
        stream.AddRange(events.Select(e => (e.Time, e.Message, call.Now.ToUnixTimeMilliseconds())));
        return new() { { "nextSequenceToken", stream.Count.ToString(CultureInfo.InvariantCulture) } };
    }

    private static Structure GetLogEvents(OperationCall call)
    {
        var (start, end) = (call.Input.Long("startTime") ?? 0, call.Input.Long("endTime") ?? long.MaxValue);
        var events = Stream(call).Where(e => e.Time >= start && e.Time < end).OrderBy(e => e.Time).ToList();
        var limit = call.Input.Integer("limit") ?? 10_000;
        var from = call.Input.Text("nextToken") is { } token && int.TryParse(token.TrimStart('f', 'b', '/'), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? at
            : call.Input.Is("startFromHead") ? 0 : Math.Max(0, events.Count - limit);
        var page = events.Skip(from).Take(limit).ToList();
        return new()
        {
            { "events", page.ConvertAll(object (e) => new Structure { { "timestamp", e.Time }, { "message", e.Message }, { "ingestionTime", e.Ingested } }) },
            { "nextForwardToken", string.Create(CultureInfo.InvariantCulture, $"f/{from + page.Count}") },
            { "nextBackwardToken", string.Create(CultureInfo.InvariantCulture, $"b/{Math.Max(0, from - limit)}") },
        };
    }

    private static LogGroup Group(OperationCall call)
    {
        var name = call.Input.Text("logGroupName") ?? throw new AwsErrorException("InvalidParameterException", "logGroupName is missing.");
        call.About(name);
        return call.Region.Alerts.LogGroups.GetValueOrDefault(name) ?? throw new AwsErrorException("ResourceNotFoundException", "The specified log group does not exist.");
    }

    private static List<(long Time, string Message, long Ingested)> Stream(OperationCall call) =>
        Group(call).Streams.GetValueOrDefault(call.Input.Required("logStreamName")) ?? throw new AwsErrorException("ResourceNotFoundException", "The specified log stream does not exist.");

    private static Structure Page(OperationCall call, string name, IEnumerable<Structure> items)
    {
        var skip = int.TryParse(call.Input.Text("nextToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var limit = call.Input.Integer("limit") ?? 50;
        var page = items.Skip(skip).Take(limit + 1).Cast<object>().ToList();
        return new()
        {
            { name, page.Take(limit).ToList() },
            { "nextToken", page.Count > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null },
        };
    }

    private static AwsErrorException Exists(string what) => new("ResourceAlreadyExistsException", $"The specified {what} already exists");
}
