using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Alerts;

/// <summary>Amazon SNS: topics that keep what is published to them.</summary>
internal sealed class SnsService : ModelService
{
    public SnsService(Sandbox sandbox)
        : base(sandbox, "sns", "sns", Dialect.Query)
    {
        On("CreateTopic", CreateTopic);
        On("ListTopics", call => new() { { "Topics", call.Region.Alerts.Topics.Keys.Select(object (arn) => new Structure { { "TopicArn", arn } }).ToList() } });
        On("Publish", Publish);
    }

    private static Structure CreateTopic(OperationCall call)
    {
        var name = call.Input.Required("Name");
        if (name.Length is 0 or > 256 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new AwsErrorException("InvalidParameter", "Invalid parameter: Topic Name");
        var arn = $"arn:aws:sns:{call.RegionName}:{call.Caller.AccountId}:{name}";
        call.Region.Alerts.Topics.TryAdd(arn, []);
        return new() { { "TopicArn", arn } };
    }

    private static Structure Publish(OperationCall call)
    {
        var arn = call.Input.Text("TopicArn") ?? call.Input.Text("TargetArn")
            ?? throw new AwsErrorException("InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
        call.About(arn);
        var message = call.Input.Required("Message");
        if (message.Length == 0) throw new AwsErrorException("InvalidParameter", "Invalid parameter: Empty message");
        if (System.Text.Encoding.UTF8.GetByteCount(message) > 256 * 1024) throw new AwsErrorException("InvalidParameter", "Invalid parameter: Message too long");
        if (call.Input.Text("Subject") is { } subject && (subject.Length is 0 or > 100 || subject.Any(char.IsControl) || !char.IsAscii(subject[0])))
            throw new AwsErrorException("InvalidParameter", "Invalid parameter: Subject");
        if (!call.Region.Alerts.Topics.TryGetValue(arn, out var messages)) throw new AwsErrorException("NotFound", "Topic does not exist", 404);
        messages.Add(call.Input);
        return new() { { "MessageId", call.State.Ids.Guid() } };
    }
}
