using System.Text;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Responses of the json and rest-json protocols.</summary>
internal sealed class JsonResponseWriter(ServiceModel model, ServiceNames names)
{
    private readonly bool _rest = model.Protocol == "rest-json";

    public string Write()
    {
        var code = names.File(
            ".Model.Internal", "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text.Json",
            "Amazon.Runtime.Internal.Transform", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open("internal static class Responses"))
        {
            foreach (var operation in model.Operations)
                Operation(code, operation);
            foreach (var shape in Properties.Received(model).Where(s => s.Type == ShapeType.Structure).OrderBy(s => s.Name, StringComparer.Ordinal))
                Structure(code, shape);
            foreach (var shape in Properties.Exceptions(model).Where(s => Properties.OfException(model, s).Count > 0))
            {
                var properties = Properties.OfException(model, shape);
                Fill(code, Names.Class(shape), [.. properties.Where(InBody)]);
                Headers(code, Names.Class(shape), [.. properties.Where(p => !InBody(p))]);
            }
        }

        return code.ToString();
    }

    /// <summary>C# for the response unmarshaller of an operation.</summary>
    public string Unmarshaller(Operation operation)
    {
        var name = Names.Response(operation);
        var errors = operation.Errors.Count > 0 ? Names.Pascal(operation.Name) : "None";
        var members = operation.Output?.Members ?? [];
        var payload = operation.Output?.Payload;
        var body = payload is null && members.Any(m => !_rest || m.Location == Location.Body) ? "Responses.Fill" : "null";
        var headers = _rest && members.Any(m => m.Location != Location.Body) ? "Responses.FillHeaders" : "null";
        var raw = payload is null ? "null" : "Responses.FillPayload";
        var streaming = payload is { Streaming: true } ? "true" : "false";
        return $"new JsonResponse<{name}>({body}, {headers}, {raw}, {streaming}, Errors.{errors})";
    }

    private bool InBody(Property property) => !_rest || property.Member.Location == Location.Body;

    private void Operation(CodeWriter code, Operation operation)
    {
        var name = Names.Response(operation);
        var properties = Properties.Response(model, operation);
        if (operation.Output?.PayloadName is { } payload)
            Payload(code, name, properties.Single(p => p.Member.Name == payload));
        else if (properties.Any(InBody))
            Fill(code, name, [.. properties.Where(InBody)]);
        Headers(code, name, [.. properties.Where(p => !InBody(p))]);
    }

    private static void Payload(CodeWriter code, string name, Property property)
    {
        code.Line();
        using var block = code.Open($"public static void FillPayload(Stream body, {name} x)");
        switch (property.Shape.Type)
        {
            case ShapeType.Blob when property.Member.Streaming:
                code.Line($"x.{property.Name} = body;");
                break;
            case ShapeType.Blob:
                code.Line($"x.{property.Name} = RestPayload.Bytes(body);");
                break;
            case ShapeType.String:
                code.Line($"x.{property.Name} = RestPayload.Text(body);");
                break;
            case ShapeType.Structure:
                code.Line($"x.{property.Name} = RestPayload.Object<{property.Type}>(body, Fill);");
                break;
            default:
                throw new ModelException($"{property.FullName}: a payload cannot be a {property.Shape.Type}.");
        }
    }

    private static void Headers(CodeWriter code, string name, IReadOnlyList<Property> properties)
    {
        if (properties.Count == 0)
            return;

        code.Line();
        using var block = code.Open($"public static void FillHeaders(IWebResponseData response, {name} x)");
        foreach (var property in properties)
        {
            var header = Names.Literal(property.Member.WireName);
            switch (property.Member.Location)
            {
                case Location.Uri or Location.QueryString: // Of a shape that is a request too; nothing to read.
                    break;
                case Location.StatusCode:
                    code.Line($"x.{property.Name} = (int)response.StatusCode;");
                    break;
                case Location.Headers:
                    code.Line($"x.{property.Name} = RestHeaders.WithPrefix(response, {Names.Literal(property.Member.LocationName ?? "")});");
                    break;
                case Location.Header when property.Shape.Type == ShapeType.List:
                    var item = property.Shape.Item.Shape;
                    var split = item.Type == ShapeType.Timestamp ? "SplitDates" : "Split";
                    code.Line($"if (response.IsHeaderPresent({header})) x.{property.Name} = RestHeaders.{split}(response.GetHeaderValue({header})).Select(item => {WireText.Parse(item, "item")}).ToList();");
                    break;
                case Location.Header:
                    code.Line($"if (response.IsHeaderPresent({header})) x.{property.Name} = {WireText.Parse(property.Shape, $"response.GetHeaderValue({header})")};");
                    break;
                default:
                    throw new ModelException($"{property.FullName}: a response has no {property.Member.Location}.");
            }
        }
    }

    private void Structure(CodeWriter code, Shape shape)
    {
        var name = Names.Class(shape);
        code.Line();
        using (code.Open($"private static {name} Read{name}(ref Utf8JsonReader r)"))
        {
            code.Line("if (JsonValues.IsNull(ref r)) return null;");
            code.Line($"var x = new {name}();");
            code.Line("Fill(ref r, x);");
            code.Line("return x;");
        }

        Fill(code, name, Properties.Of(model, shape));
    }

    /// <summary>Looks properties up by length first: no hashing, no string for a name.</summary>
    private void Fill(CodeWriter code, string name, IReadOnlyList<Property> properties)
    {
        code.Line();
        using var block = code.Open($"public static void Fill(ref Utf8JsonReader r, {name} x)");
        using var loop = code.Open("while (JsonValues.NextProperty(ref r))");
        code.Line("var name = JsonValues.Name(ref r);");
        using (code.Open("switch (name.Length)"))
        {
            foreach (var group in properties.GroupBy(p => Encoding.UTF8.GetByteCount(p.Member.WireName)).OrderBy(g => g.Key))
            {
                code.Line($"case {group.Key}:");
                foreach (var property in group)
                    code.Line($"    if (name.SequenceEqual({Names.Literal(property.Member.WireName)}u8)) {{ r.Read(); {Assign(property)} continue; }}");
                code.Line("    break;");
            }
        }

        code.Line("JsonValues.Skip(ref r);");
    }

    private string Assign(Property property)
    {
        var value = Read(property.Shape, "r");
        return property.Shape.Type is ShapeType.Structure or ShapeType.String && !property.Shape.IsEnum
            ? $"x.{property.Name} = {value};"
            : $"if (!JsonValues.IsNull(ref r)) x.{property.Name} = {value};";
    }

    private string Read(Shape shape, string r) => shape.Type switch
    {
        ShapeType.List => $"JsonValues.List(ref {r}, {Reader(shape.Item.Shape)})",
        ShapeType.Map => $"JsonValues.Map(ref {r}, {Reader(shape.Value.Shape)})",
        _ => $"{Read(shape)}(ref {r})",
    };

    private string Reader(Shape shape) =>
        Names.IsCollection(shape)
            ? $"static (ref Utf8JsonReader r) => JsonValues.IsNull(ref r) ? null : {Read(shape, "r")}"
            : Read(shape);

    private string Read(Shape shape) => shape.Type switch
    {
        ShapeType.Structure => "Read" + Names.Class(shape),
        ShapeType.String => "JsonValues.Text",
        ShapeType.Integer => "JsonValues.Int",
        ShapeType.Long => "JsonValues.Long",
        ShapeType.Float => "JsonValues.Float",
        ShapeType.Double => "JsonValues.Double",
        ShapeType.Boolean => "JsonValues.Bool",
        ShapeType.Timestamp => "JsonValues.Timestamp",
        ShapeType.Blob => "JsonValues.Blob",
        _ => throw new ModelException($"{model.Key}: {shape.Name} cannot be read from JSON."),
    };
}
