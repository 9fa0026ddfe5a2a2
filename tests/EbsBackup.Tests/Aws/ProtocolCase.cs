using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using EbsBackup.Aws.Generator;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>One case of AWS's protocol suites, with the client generated for it.</summary>
internal sealed class ProtocolCase
{
    private const string AnyEndpoint =
        """
        {"parameters":{"Region":{"type":"string"},"UseDualStack":{"type":"boolean","default":false},
        "UseFIPS":{"type":"boolean","default":false},"Endpoint":{"type":"string"}},
        "rules":[{"type":"endpoint","conditions":[{"fn":"isSet","argv":[{"ref":"Endpoint"}]}],"endpoint":{"url":{"ref":"Endpoint"}}}]}
        """;

    private readonly JsonObject _suite;
    private readonly JsonObject _case;
    private readonly int _number;
    private string _namespace = "";
    private ServiceModel? _model;

    public ProtocolCase(string id, int number, JsonObject suite, JsonObject node)
    {
        Id = id;
        _suite = suite;
        _case = node;
        _number = number;
    }

    /// <summary>`input/ec2/Ec2QueryEmptyInputAndEmptyOutput`.</summary>
    public string Id { get; }

    private Operation Operation => _model!.Operations[0];

    /// <summary>Generates the case's client, unless a case of the same model has had it generated.</summary>
    /// <exception cref="ModelException">The generator refuses the case's model.</exception>
    public void Generate(Dictionary<string, IReadOnlyList<string>> sources)
    {
        var given = _case["given"]!.DeepClone();
        var root = new JsonObject
        {
            ["metadata"] = _suite["metadata"]!.DeepClone(),
            ["operations"] = new JsonObject { [given["name"]!.GetValue<string>()] = given },
            ["shapes"] = _suite["shapes"]!.DeepClone(),
            ["endpoints"] = JsonNode.Parse(AnyEndpoint),
        };
        var key = root.ToJsonString();
        _namespace = sources.TryGetValue(key, out var known) ? known[0]["// ".Length..] : $"Case{_number}";
        _model = new ServiceModel(Id, new ServiceSettings(_namespace), JsonSerializer.SerializeToElement(root));
        if (known is null)
            sources[key] = [$"// {_namespace}", .. ClientGenerator.Generate(_model).Values];
    }

    /// <summary>What is wrong, or null when the case passes.</summary>
    public async Task<string?> Run(Assembly assembly)
    {
        try
        {
            return _case["serialized"] is JsonObject serialized
                ? await RunInput(assembly, serialized)
                : await RunOutput(assembly);
        }
        catch (Exception e)
        {
            e = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private async Task<string?> RunInput(Assembly assembly, JsonObject serialized)
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, _model!.Protocol is "ec2" or "query" ? "<r/>" : "{}"));
        var request = Activator.CreateInstance(Type(assembly, $"Model.{Operation.Name}Request"))!;
        if (Operation.Input is { } input && _case["params"] is JsonObject values)
            ShapeValues.Set(request, input, values);
        await Call(assembly, http, request);
        return SerializedRequest.Difference(serialized, http.Sent.Single());
    }

    private async Task<string?> RunOutput(Assembly assembly)
    {
        var response = _case["response"]!;
        var http = new FakeHttp(() =>
        {
            var message = new HttpResponseMessage((HttpStatusCode)response["status_code"]!.GetValue<int>())
            {
                Content = new UnmeasuredContent(response["body"]?.GetValue<string>() ?? ""),
            };
            foreach (var (name, value) in response["headers"]?.AsObject() ?? [])
            {
                if (!message.Headers.TryAddWithoutValidation(name, value!.GetValue<string>()))
                    message.Content.Headers.TryAddWithoutValidation(name, value.GetValue<string>());
            }

            return message;
        });
        var request = Activator.CreateInstance(Type(assembly, $"Model.{Operation.Name}Request"))!;
        try
        {
            var result = await Call(assembly, http, request);
            return _case["errorCode"] is not null ? "expected an error"
                : Operation.Output is { } output ? ShapeValues.Difference(result, output, _case["result"] ?? new JsonObject(), "result")
                : null;
        }
        catch (AmazonServiceException e) when (_case["errorCode"] is { } code)
        {
            var shape = Operation.Errors.Single();
            if (e.ErrorCode != code.GetValue<string>())
                return $"expected the error {code}, got {e.ErrorCode}";
            if (_case["errorMessage"] is { } message && e.Message != message.GetValue<string>())
                return $"expected the message {message}, got {e.Message}";
            var members = _case["error"]!.DeepClone().AsObject();
            return shape.Members.Where(m => !m.Name.Equals("message", StringComparison.OrdinalIgnoreCase))
                .Select(m => ShapeValues.Difference(e.GetType().GetProperty(m.Name)?.GetValue(e), m.Shape, members[m.Name], $"error.{m.Name}"))
                .FirstOrDefault(d => d is not null);
        }
    }

    private async Task<object?> Call(Assembly assembly, FakeHttp http, object request)
    {
        var config = (ClientConfig)Activator.CreateInstance(Type(assembly, $"Amazon{_namespace}Config"))!;
        config.ServiceURL = _suite["clientEndpoint"]?.GetValue<string>() ?? "http://localhost/";
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = http;
        config.MaxErrorRetry = 0;
        using var client = (IDisposable)Activator.CreateInstance(
            Type(assembly, $"Amazon{_namespace}Client"), new BasicAWSCredentials("id", "secret"), config)!;
        var method = client.GetType().GetMethods().Single(m => m.Name == Operation.Name + "Async" && m.GetParameters().Length == 2);
        var task = (Task)method.Invoke(client, [request, CancellationToken.None])!;
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task);
    }

    /// <summary>Content without a Content-Length, which would count as one header more than the case has.</summary>
    private sealed class UnmeasuredContent(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private Type Type(Assembly assembly, string name) => assembly.GetType($"Amazon.{_namespace}.{name}", throwOnError: true)!;
}
