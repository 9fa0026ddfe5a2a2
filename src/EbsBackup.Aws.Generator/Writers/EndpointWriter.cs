using System.Text.Json;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>The service's endpoint rule set, as code over the SDK's own rule functions and partition table.</summary>
internal sealed class EndpointWriter(ServiceModel model, ServiceNames names)
{
    private readonly JsonElement _rules = model.Endpoints
        ?? throw new ModelException($"{model.Key}: the model has no endpoint rule set.");

    public string WriteParameters()
    {
        var code = names.File(".Endpoints", "Amazon.Runtime.Endpoints");
        code.Line();
        using (code.Open($"public class {names.EndpointParameters} : EndpointParameters"))
        {
            foreach (var (name, isBoolean, fallback) in Parameters().Where(p => p.IsBoolean && p.Default is not null))
                Property(code, name, isBoolean);
            foreach (var (name, isBoolean, _) in Parameters().Where(p => !(p.IsBoolean && p.Default is not null)))
                Property(code, name, isBoolean);
            var defaults = Parameters().Where(p => p.Default is not null).ToList();
            using (code.Open($"public {names.EndpointParameters}()"))
            {
                foreach (var (name, _, value) in defaults)
                    code.Line($"{name} = {value};");
            }
        }

        return code.ToString();
    }

    public string WriteProvider()
    {
        var code = names.File(
            ".Internal", "System", "System.Collections.Generic", "Amazon.Runtime", "Amazon.Runtime.Endpoints",
            "static Amazon.Runtime.Internal.Endpoints.StandardLibrary.Fn");
        code.Line();
        using (code.Open($"internal sealed class {names.EndpointProvider} : IEndpointProvider"))
        using (code.Open("public Endpoint ResolveEndpoint(EndpointParameters parameters)"))
        {
            using (code.OpenStatement("var refs = new Dictionary<string, object>", "};"))
            {
                foreach (var (name, _, _) in Parameters())
                    code.Line($"[\"{name}\"] = parameters[\"{name}\"],");
            }

            foreach (var rule in _rules.GetProperty("rules").EnumerateArray())
                Rule(code, rule);
            code.Line("throw new AmazonClientException(\"No endpoint rule applies.\");");
        }

        return code.ToString();
    }

    private static void Property(CodeWriter code, string name, bool isBoolean)
    {
        var type = isBoolean ? "bool?" : "string";
        code.Line($"public {type} {name} {{ get => ({type})this[\"{name}\"]; set => this[\"{name}\"] = value; }}");
    }

    private IEnumerable<(string Name, bool IsBoolean, string? Default)> Parameters()
    {
        foreach (var parameter in _rules.GetProperty("parameters").EnumerateObject())
        {
            if (parameter.Name is not ("Region" or "UseDualStack" or "UseFIPS" or "Endpoint" or "UseGlobalEndpoint"))
                throw new ModelException($"{model.Key}: the generator does not know the endpoint parameter '{parameter.Name}'.");

            var isBoolean = parameter.Value.GetProperty("type").GetString()!.Equals("boolean", StringComparison.OrdinalIgnoreCase);
            yield return (parameter.Name, isBoolean, parameter.Value.TryGetProperty("default", out var value) ? value.GetRawText() : null);
        }
    }

    private void Rule(CodeWriter code, JsonElement rule)
    {
        var conditions = rule.TryGetProperty("conditions", out var list)
            ? list.EnumerateArray().Select(Condition).ToList()
            : [];
        if (conditions.Count == 0)
        {
            using (code.Open(""))
                Outcome(code, rule);
            return;
        }

        using (code.Open($"if ({string.Join(" && ", conditions)})"))
            Outcome(code, rule);
    }

    private void Outcome(CodeWriter code, JsonElement rule)
    {
        switch (rule.GetProperty("type").GetString())
        {
            case "tree":
                foreach (var inner in rule.GetProperty("rules").EnumerateArray())
                    Rule(code, inner);
                break;
            case "error":
                code.Line($"throw new AmazonClientException({Value(rule.GetProperty("error"))});");
                break;
            case "endpoint":
                var endpoint = rule.GetProperty("endpoint");
                code.Line($"return new Endpoint((string){Value(endpoint.GetProperty("url"))}, {Json(endpoint, "properties")}, {Json(endpoint, "headers")});");
                break;
            case var other:
                throw new ModelException($"{model.Key}: the generator does not know the endpoint rule type '{other}'.");
        }
    }

    private string Condition(JsonElement condition)
    {
        var call = Call(condition);
        if (condition.TryGetProperty("assign", out var target))
            return $"(refs[\"{target.GetString()}\"] = {call}) != null";

        return condition.GetProperty("fn").GetString() is "aws.partition" or "getAttr" ? $"{call} != null" : call;
    }

    private string Call(JsonElement call)
    {
        var arguments = call.GetProperty("argv").EnumerateArray().Select(Value).ToList();
        return call.GetProperty("fn").GetString() switch
        {
            "isSet" => $"IsSet({arguments[0]})",
            "not" => $"!({arguments[0]})",
            "getAttr" => $"GetAttr({arguments[0]}, {arguments[1]})",
            "stringEquals" or "booleanEquals" => $"Equals({arguments[0]}, {arguments[1]})",
            "aws.partition" => $"Partition((string){arguments[0]})",
            var other => throw new ModelException($"{model.Key}: the generator does not know the endpoint function '{other}'."),
        };
    }

    private string Value(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = Names.Literal(value.GetString()!);
            return text.Contains('{') ? $"Interpolate({text}, refs)" : text;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetRawText();
        if (value.TryGetProperty("ref", out var reference))
            return $"refs[\"{reference.GetString()}\"]";
        return Call(value);
    }

    private static string Json(JsonElement endpoint, string name) =>
        endpoint.TryGetProperty(name, out var json) && json.EnumerateObject().Any()
            ? $"InterpolateJson({Names.Literal(JsonSerializer.Serialize(json))}, refs)"
            : "null";
}
