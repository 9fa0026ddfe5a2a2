using System.Buffers;
using System.Text.Json;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>AWS JSON: the operation in X-Amz-Target, its input in the body.</summary>
internal class JsonProtocol(ServiceModel model, Dialect dialect) : Protocol(model, dialect)
{
    public override string OperationOf(SandboxRequest request)
    {
        var target = request.Header("X-Amz-Target") ?? "";
        return target.StartsWith(Model.TargetPrefix + ".", StringComparison.Ordinal) ? target[(Model.TargetPrefix!.Length + 1)..] : target;
    }

    public override Structure Parse(Operation operation, SandboxRequest request)
    {
        if (operation.Input is null || request.Body.IsEmpty) return [];
        try
        {
            using var json = JsonDocument.Parse(request.Body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw NotJson();
            return JsonValues.ReadStructure(json.RootElement, operation.Input, Dialect);
        }
        catch (JsonException)
        {
            throw NotJson();
        }

        static AwsErrorException NotJson() => new("SerializationException", "The body is not a JSON object.");
    }

    public override SandboxResponse Result(Operation operation, Structure output, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        if (operation.Output is not null)
        {
            using var json = new Utf8JsonWriter(buffer);
            JsonValues.WriteStructure(json, output, operation.Output);
        }

        return Answer(operation.SuccessStatus, buffer, requestId);
    }

    public override SandboxResponse Error(AwsErrorException error, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("__type", error.Code);
            foreach (var (name, value) in error.Details) json.WriteString(name, value);
            // Services differ in the case; clients take either.
            json.WriteString(error.Details.Count > 0 ? "Message" : "message", error.Message);
            json.WriteEndObject();
        }

        var response = Answer(error.StatusCode, buffer, requestId);
        response.Headers["x-amzn-ErrorType"] = error.Code;
        return response;
    }

    public override AwsErrorException UnknownOperation(string name) => new("UnknownOperationException", $"The operation {name} is not known to this service.");

    protected virtual string ContentType => "application/x-amz-json-" + Model.JsonVersion;

    private SandboxResponse Answer(int status, ArrayBufferWriter<byte> body, string requestId)
    {
        var response = new SandboxResponse { StatusCode = status, Body = body.WrittenMemory };
        response.Headers["Content-Type"] = ContentType;
        response.Headers["x-amzn-RequestId"] = requestId;
        return response;
    }
}
