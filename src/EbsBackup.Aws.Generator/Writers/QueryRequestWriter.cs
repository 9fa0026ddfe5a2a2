using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Requests of the query and ec2 protocols: form parameters with dotted names.</summary>
internal sealed class QueryRequestWriter(ServiceModel model, ServiceNames names)
{
    private readonly bool _ec2 = model.Protocol == "ec2";

    public string Write()
    {
        var code = names.File(
            ".Model.Internal", "System", "System.Collections.Generic", "Amazon", "Amazon.Runtime", "Amazon.Runtime.Internal",
            "Amazon.Runtime.Internal.Util", "EbsBackup.Aws.Protocols");
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
        code.Line("var p = request.Parameters;");
        code.Line($"p[\"Action\"] = {Names.Literal(operation.Name)};");
        code.Line($"p[\"Version\"] = {Names.Literal(model.ApiVersion)};");
        foreach (var property in Properties.Request(model, operation))
            Member(code, property, "\"\"");
        if (operation.Compressed)
            code.Line("CompressionAlgorithmUtils.SetCompressionAlgorithm(request, CompressionEncodingAlgorithm.gzip);");
    }

    private void Structure(CodeWriter code, Shape shape)
    {
        code.Line();
        using var block = code.Open($"private static void Write(IDictionary<string, string> p, string prefix, {Names.Class(shape)} x)");
        foreach (var property in Properties.Of(model, shape))
            Member(code, property, "prefix");
    }

    private void Member(CodeWriter code, Property property, string prefix)
    {
        var key = Key(prefix, Name(property.Member) + (property.Inner is null ? "" : "." + Name(property.Inner)));
        if (property.Member.IdempotencyToken)
        {
            code.Line($"p[{key}] = x.{property.Name} ?? Guid.NewGuid().ToString();");
            return;
        }

        using (code.Open($"if ({property.IsSet("x")})"))
            Value(code, property.Inner ?? property.Member, property.Shape, key, property.Value("x"), depth: 0);
    }

    private void Value(CodeWriter code, Member member, Shape shape, string key, string value, int depth)
    {
        switch (shape.Type)
        {
            case ShapeType.Structure:
                code.Line($"Write(p, {key} + \".\", {value});");
                break;
            case ShapeType.List:
                List(code, member, shape, key, value, depth);
                break;
            case ShapeType.Map:
                Map(code, member, shape, key, value, depth);
                break;
            default:
                code.Line($"p[{key}] = {WireText.Of(shape, value, member.TimestampFormat ?? "iso8601")};");
                break;
        }
    }

    private void List(CodeWriter code, Member member, Shape shape, string key, string value, int depth)
    {
        var (index, items, itemKey) = ($"i{depth}", $"list{depth}", $"key{depth}");
        var item = shape.Item;
        var prefix = _ec2 ? key
            : member.Flattened ? key
            : $"{key} + {Names.Literal("." + (item.LocationName ?? "member"))}";
        code.Line($"var {items} = {value};");
        if (!_ec2)
            code.Line($"if ({items}.Count == 0) p[{key}] = \"\";");
        using var loop = code.Open($"for (var {index} = 0; {index} < {items}.Count; {index}++)");
        code.Line($"var {itemKey} = {prefix} + \".\" + WireFormat.Text({index} + 1);");
        Value(code, item, item.Shape, itemKey, $"{items}[{index}]", depth + 1);
    }

    private void Map(CodeWriter code, Member member, Shape shape, string key, string value, int depth)
    {
        if (_ec2)
            throw new ModelException($"{model.Key}: the ec2 protocol has no map, and {member.Owner.Name}.{member.Name} is one.");

        var (index, entry, entryKey) = ($"i{depth}", $"entry{depth}", $"key{depth}");
        code.Line($"var {index} = 0;");
        using var loop = code.Open($"foreach (var {entry} in {value})");
        var prefix = member.Flattened ? key : $"{key} + \".entry\"";
        code.Line($"var {entryKey} = {prefix} + \".\" + WireFormat.Text(++{index});");
        Value(code, shape.Key, shape.Key.Shape, $"{entryKey} + {Names.Literal("." + (shape.Key.LocationName ?? "key"))}", $"{entry}.Key", depth + 1);
        Value(code, shape.Value, shape.Value.Shape, $"{entryKey} + {Names.Literal("." + (shape.Value.LocationName ?? "value"))}", $"{entry}.Value", depth + 1);
    }

    private string Name(Member member) =>
        _ec2 ? member.QueryName ?? Names.Pascal(member.LocationName ?? member.Name) : member.LocationName ?? member.Name;

    private static string Key(string prefix, string name) =>
        prefix == "\"\"" ? Names.Literal(name) : $"{prefix} + {Names.Literal(name)}";
}
