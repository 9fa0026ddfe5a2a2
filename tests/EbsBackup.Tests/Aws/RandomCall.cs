using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.Runtime;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>An operation with a random input that its model allows.</summary>
internal sealed class RandomCall
{
    private static readonly string[] Texts =
        ["a", "snap-0123456789abcdef0", "ü ñ 中 🙂", "a&b=c+d e%20f", "\"quoted\" <x> 'y'", "/slash?query#hash", "line\nbreak\ttab", "*~.-_!()", "0"];

    private readonly ServiceModel _model;
    private readonly Operation _operation;
    private readonly JsonObject _input;

    public RandomCall(ServiceModel model, Operation operation, Random random)
    {
        _model = model;
        _operation = operation;
        var values = operation.Input is { } input ? Structure(input, random, depth: 0) : [];
        _input = JsonNode.Parse(values.ToJsonString())!.AsObject(); // Numbers as JSON has them, not as C# made them.
    }

    public string Name => $"{_model.Key} {_operation.Name} {_input.ToJsonString()}";

    public JsonObject Json() =>
        new() { ["service"] = _model.Key, ["operation"] = _operation.Name, ["input"] = _input.DeepClone() };

    public async Task Send(string endpoint)
    {
        var assembly = typeof(AmazonEC2Client).Assembly;
        var space = $"Amazon.{_model.Settings.Namespace}";
        var config = (ClientConfig)Activator.CreateInstance(assembly.GetType($"{space}.Amazon{_model.Settings.Class}Config", true)!)!;
        config.ServiceURL = $"{endpoint}/{_model.Key}";
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = 0;
        config.DisableRequestCompression = true;
        var client = (AmazonServiceClient)Activator.CreateInstance(
            assembly.GetType($"{space}.Amazon{_model.Settings.Class}Client", true)!, new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config)!;
        using (client)
        {
            var request = Activator.CreateInstance(assembly.GetType($"{space}.Model.{_operation.Name}Request", true)!)!;
            if (_operation.Input is { } input)
                ShapeValues.Set(request, input, _input);
            var method = client.GetType().GetMethod(_operation.Name + "Async", [request.GetType(), typeof(CancellationToken)])!;
            try
            {
                await (Task)method.Invoke(client, [request, CancellationToken.None])!;
            }
            catch (AmazonServiceException)
            {
                // The recorder's answers are empty: only what was sent matters.
            }
        }
    }

    private static JsonObject Structure(Shape shape, Random random, int depth)
    {
        var node = new JsonObject();
        foreach (var member in shape.Members)
        {
            // Both sides sign a URL of their own, and boto3 alone encodes UserData, which ours takes as it is sent.
            var wanted = member.Required || shape.Name == "Tag" || // CreateTags sends an empty value where boto3 sends none.
                 member.Location == Location.Uri || random.Next(depth + 2) == 0;
            if (member.Name is "PresignedUrl" or "DestinationRegion" or "UserData" || !(wanted || member.IdempotencyToken) || depth > 6)
                continue;

            node[member.Name] = member.Name is "SourceRegion" ? "eu-west-1" : Value(member, random, depth + 1);
        }

        return node;
    }

    private static JsonNode Value(Member member, Random random, int depth)
    {
        var shape = member.Shape;
        return shape.Type switch
        {
            ShapeType.Structure => Structure(shape, random, depth),
            ShapeType.List => new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value(shape.Item, random, depth))]),
            ShapeType.Map => new JsonObject(Enumerable.Range(0, random.Next(1, 3))
                .Select(i => KeyValuePair.Create($"key{i}", (JsonNode?)Value(shape.Value, random, depth)))),
            ShapeType.String when member.Location == Location.Header => "plain-text",
            ShapeType.String => shape.IsEnum ? shape.Values[random.Next(shape.Values.Count)] : Texts[random.Next(Texts.Length)],
            ShapeType.Integer => random.Next(0, 100000),
            ShapeType.Long => random.NextInt64(0, 1L << 50),
            ShapeType.Float or ShapeType.Double => random.Next(-1000, 1000) / 8.0,
            ShapeType.Boolean => random.Next(2) == 0,
            ShapeType.Timestamp => new JsonObject { ["$time"] = random.Next(1, 2000000000) },
            _ => new JsonObject { ["$blob"] = Texts[random.Next(Texts.Length)] },
        };
    }
}
