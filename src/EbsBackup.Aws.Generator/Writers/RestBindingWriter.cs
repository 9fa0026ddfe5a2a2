using System.Text.RegularExpressions;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>What rest-json puts into the path, the query string and the headers.</summary>
internal sealed class RestBindingWriter(ServiceModel model, ServiceNames names)
{
    public void Write(CodeWriter code, Operation operation, IReadOnlyList<Property> properties)
    {
        code.Line($"request.HttpMethod = {Names.Literal(operation.Method)};");
        var uri = operation.RequestUri.Split('?', 2);
        code.Line($"request.ResourcePath = {Names.Literal(uri[0])};");
        if (uri.Length > 1)
        {
            foreach (var pair in uri[1].Split('&'))
            {
                var parts = pair.Split('=', 2);
                code.Line(parts.Length == 1
                    ? $"request.AddSubResource({Names.Literal(parts[0])});"
                    : $"request.AddSubResource({Names.Literal(parts[0])}, {Names.Literal(parts[1])});");
            }
        }

        // Maps of parameters first: a member of its own wins over an entry of the same name.
        foreach (var property in properties.OrderBy(p => p.Shape.Type == ShapeType.Map ? 0 : 1))
        {
            switch (property.Member.Location)
            {
                case Location.Uri:
                    Label(code, operation, property);
                    break;
                case Location.QueryString:
                    Query(code, property);
                    break;
                case Location.Header:
                    Header(code, property);
                    break;
                case Location.Headers:
                    using (code.Open($"if (x.{property.Name} != null)"))
                    using (code.Open($"foreach (var item in x.{property.Name})"))
                        code.Line($"request.Headers[{Names.Literal(property.Member.LocationName ?? "")} + item.Key] = item.Value;");
                    break;
                case Location.StatusCode:
                    throw new ModelException($"{model.Key}: {property.FullName} puts a status code into a request.");
            }
        }

        if (properties.Any(p => p.Member.Location == Location.QueryString))
            code.Line("request.UseQueryString = true;");
    }

    private void Label(CodeWriter code, Operation operation, Property property)
    {
        var label = property.Member.WireName;
        var greedy = Regex.IsMatch(operation.RequestUri, $@"\{{{Regex.Escape(label)}\+\}}");
        var missing = property.Type == "string" ? $"string.IsNullOrEmpty(x.{property.Name})" : $"x.{property.Name} == null";
        code.Line($"if ({missing}) throw new {names.Exception}(\"{Names.Request(operation)} needs {property.Name}: it is a part of the path.\");");
        var text = WireText.Of(property.Shape, property.Value("x"), property.Member.TimestampFormat ?? "iso8601");
        code.Line(greedy
            ? $"request.AddPathResource({Names.Literal($"{{{label}+}}")}, {text}.TrimStart('/'));"
            : $"request.AddPathResource({Names.Literal($"{{{label}}}")}, {text});");
    }

    private static void Query(CodeWriter code, Property property)
    {
        var name = Names.Literal(property.Member.WireName);
        var shape = property.Shape;
        if (property.Member.IdempotencyToken)
        {
            code.Line($"RestQuery.Set(request, {name}, x.{property.Name} ?? Guid.NewGuid().ToString());");
            return;
        }

        using var block = code.Open($"if ({property.IsSet("x")})");
        switch (shape.Type)
        {
            case ShapeType.List:
                code.Line($"RestQuery.Set(request, {name}, x.{property.Name}.Select(item => {Text(shape.Item, "item")}).ToList());");
                break;
            case ShapeType.Map when shape.Value.Shape.Type == ShapeType.List:
                using (code.Open($"foreach (var item in x.{property.Name})"))
                    code.Line($"RestQuery.Set(request, item.Key, item.Value.Select(value => {Text(shape.Value.Shape.Item, "value")}).ToList());");
                break;
            case ShapeType.Map:
                using (code.Open($"foreach (var item in x.{property.Name})"))
                    code.Line($"RestQuery.Set(request, item.Key, {Text(shape.Value, "item.Value")});");
                break;
            default:
                code.Line($"RestQuery.Set(request, {name}, {Text(property.Member, property.Value("x"))});");
                break;
        }
    }

    private static void Header(CodeWriter code, Property property)
    {
        var name = Names.Literal(property.Member.WireName);
        var shape = property.Shape;
        if (property.Member.IdempotencyToken)
        {
            code.Line($"request.Headers[{name}] = x.{property.Name} ?? Guid.NewGuid().ToString();");
            return;
        }

        using var block = code.Open($"if ({property.IsSet("x")})");
        if (shape.Type == ShapeType.List)
        {
            var quoted = shape.Item.Shape.Type == ShapeType.String ? "RestHeaders.Quoted(item)" : Text(shape.Item, "item", "rfc822");
            code.Line($"request.Headers[{name}] = string.Join(\", \", x.{property.Name}.Select(item => {quoted}));");
        }
        else
        {
            code.Line($"request.Headers[{name}] = {Text(property.Member, property.Value("x"), "rfc822")};");
        }
    }

    private static string Text(Member member, string value, string timestampFormat = "iso8601") =>
        WireText.Of(member.Shape, value, member.TimestampFormat ?? timestampFormat);
}
