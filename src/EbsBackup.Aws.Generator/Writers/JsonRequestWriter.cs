using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Requests of the json and rest-json protocols.</summary>
internal sealed class JsonRequestWriter(ServiceModel model, ServiceNames names)
{
    private readonly bool _rest = model.Protocol == "rest-json";

    public string Write()
    {
        var code = names.File(
            ".Model.Internal", "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Text.Json",
            "Amazon", "Amazon.Runtime", "Amazon.Runtime.Internal", "Amazon.Runtime.Internal.Util", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open("internal static class Requests"))
        {
            foreach (var operation in model.Operations)
                Operation(code, operation);
            foreach (var shape in Properties.Sent(model).Where(s => s.Type == ShapeType.Structure).OrderBy(s => s.Name, StringComparer.Ordinal))
                Structure(code, shape);
        }

        return code.ToString();
    }

    private void Operation(CodeWriter code, Operation operation)
    {
        code.Line();
        using var block = code.Open($"public static void Write({Names.Request(operation)} x, IRequest request)");
        var properties = Properties.Request(model, operation);
        if (_rest)
        {
            new RestBindingWriter(model, names).Write(code, operation, properties);
            RestBody(code, operation, properties);
        }
        else
        {
            var target = model.TargetPrefix is null ? operation.Name : $"{model.TargetPrefix}.{operation.Name}";
            code.Line($"request.Headers[\"X-Amz-Target\"] = {Names.Literal(target)};");
            code.Line($"request.Headers[\"Content-Type\"] = \"application/x-amz-json-{model.JsonVersion}\";");
            code.Line("request.HttpMethod = \"POST\";");
            code.Line("request.ResourcePath = \"/\";");
            Body(code, properties);
        }

        if (operation.Compressed)
            code.Line("CompressionAlgorithmUtils.SetCompressionAlgorithm(request, CompressionEncodingAlgorithm.gzip);");
    }

    private static void RestBody(CodeWriter code, Operation operation, IReadOnlyList<Property> properties)
    {
        if (operation.Input?.PayloadName is { } payload)
        {
            Payload(code, operation, properties.Single(p => p.Member.Name == payload));
            return;
        }

        var members = properties.Where(p => p.Member.Location == Location.Body).ToList();
        if (members.Count == 0)
            return;

        code.Line("request.Headers[\"Content-Type\"] = \"application/json\";");
        Body(code, members);
    }

    private static void Payload(CodeWriter code, Operation operation, Property property)
    {
        var value = $"x.{property.Name}";
        if (property.Member.Streaming)
        {
            code.Line($"RestPayload.Stream(request, {value});");
            if (operation.UnsignedPayload)
                code.Line("request.DisablePayloadSigning = true;");
            return;
        }

        switch (property.Shape.Type)
        {
            case ShapeType.Structure when property.Shape.IsUnion:
                code.Line($"if ({value} != null) RestPayload.Bytes(request, JsonBody.Write(w => Write(w, {value})), \"application/json\");");
                break;
            case ShapeType.Structure:
                code.Line("request.Headers[\"Content-Type\"] = \"application/json\";");
                code.Line($"request.Content = JsonBody.Write(w => {{ if ({value} == null) {{ w.WriteStartObject(); w.WriteEndObject(); }} else Write(w, {value}); }});");
                break;
            case ShapeType.Blob:
                code.Line($"if ({value} != null) RestPayload.Bytes(request, {value}.ToArray(), \"application/octet-stream\");");
                break;
            case ShapeType.String:
                code.Line($"if ({value} != null) RestPayload.Bytes(request, Encoding.UTF8.GetBytes({value}), \"text/plain\");");
                break;
            default:
                throw new ModelException($"{property.FullName}: a payload cannot be a {property.Shape.Type}.");
        }
    }

    private static void Body(CodeWriter code, IReadOnlyList<Property> properties)
    {
        using var body = code.OpenStatement("request.Content = JsonBody.Write(w =>", "});");
        code.Line("w.WriteStartObject();");
        foreach (var property in properties)
            Member(code, property);
        code.Line("w.WriteEndObject();");
    }

    private void Structure(CodeWriter code, Shape shape)
    {
        code.Line();
        using var block = code.Open($"private static void Write(Utf8JsonWriter w, {Names.Class(shape)} x)");
        code.Line("if (x == null) { w.WriteNullValue(); return; }");
        code.Line("w.WriteStartObject();");
        foreach (var property in Properties.Of(model, shape))
            Member(code, property);
        code.Line("w.WriteEndObject();");
    }

    private static void Member(CodeWriter code, Property property)
    {
        var name = Names.Literal(property.Member.WireName);
        if (property.Member.IdempotencyToken)
        {
            code.Line($"w.WriteString({name}, x.{property.Name} ?? Guid.NewGuid().ToString());");
            return;
        }

        using var block = code.Open($"if ({property.IsSet("x")})");
        code.Line($"w.WritePropertyName({name});");
        Value(code, property.Member, property.Shape, property.Value("x"), depth: 0);
    }

    private static void Value(CodeWriter code, Member member, Shape shape, string value, int depth)
    {
        var item = $"item{depth}";
        switch (shape.Type)
        {
            case ShapeType.Structure:
                code.Line($"Write(w, {value});");
                break;
            case ShapeType.List:
                code.Line("w.WriteStartArray();");
                using (code.Open($"foreach (var {item} in {value})"))
                    Value(code, shape.Item, shape.Item.Shape, item, depth + 1);
                code.Line("w.WriteEndArray();");
                break;
            case ShapeType.Map:
                code.Line("w.WriteStartObject();");
                using (code.Open($"foreach (var {item} in {value})"))
                {
                    code.Line($"w.WritePropertyName({item}.Key);");
                    Value(code, shape.Value, shape.Value.Shape, $"{item}.Value", depth + 1);
                }

                code.Line("w.WriteEndObject();");
                break;
            case ShapeType.String:
                code.Line($"w.WriteStringValue({value});");
                break;
            case ShapeType.Boolean:
                code.Line($"w.WriteBooleanValue({value});");
                break;
            case ShapeType.Timestamp:
                code.Line((member.TimestampFormat ?? "unixTimestamp") == "unixTimestamp"
                    ? $"w.WriteNumberValue(WireFormat.UnixSeconds({value}));"
                    : $"w.WriteStringValue({WireText.Of(shape, value, member.TimestampFormat!)});");
                break;
            case ShapeType.Blob:
                code.Line($"w.WriteBase64StringValue({value}.ToArray());");
                break;
            case ShapeType.Float or ShapeType.Double:
                code.Line($"JsonBody.WriteNumber(w, {value});");
                break;
            default:
                code.Line($"w.WriteNumberValue({value});");
                break;
        }
    }
}
