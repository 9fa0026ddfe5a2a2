using System.Text;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Responses of the query and ec2 protocols.</summary>
internal sealed class XmlResponseWriter(ServiceModel model, ServiceNames names)
{
    private readonly bool _ec2 = model.Protocol == "ec2";

    public string Write()
    {
        var code = names.File(
            ".Model.Internal", "System", "System.Collections.Generic", "Amazon.Runtime", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open("internal static class Responses"))
        {
            foreach (var operation in model.Operations)
                Operation(code, operation);
            foreach (var shape in Properties.Received(model).Where(s => s.Type == ShapeType.Structure).OrderBy(s => s.Name, StringComparer.Ordinal))
                Structure(code, shape);
            foreach (var shape in Properties.Exceptions(model).Where(s => Properties.OfException(model, s).Count > 0))
                Fill(code, Names.Class(shape), Properties.OfException(model, shape));
        }

        return code.ToString();
    }

    /// <summary>C# for the response unmarshaller of an operation.</summary>
    public string Unmarshaller(Operation operation)
    {
        var errors = operation.Errors.Count > 0 ? Names.Pascal(operation.Name) : "None";
        var read = operation.Output is null && !_ec2 ? "null" : "Responses.Fill";
        var element = _ec2 ? "null" : Names.Literal(operation.ResultWrapper) + "u8.ToArray()";
        return $"new XmlResponse<{Names.Response(operation)}>({read}, {element}, Errors.{errors})";
    }

    private void Operation(CodeWriter code, Operation operation)
    {
        if (operation.Output is null && !_ec2)
            return;

        if (!Properties.IsWrapped(model, operation))
        {
            Fill(code, Names.Response(operation), Properties.Response(model, operation), _ec2 ? ["RequestId", "requestId"] : []);
            return;
        }

        code.Line();
        using var block = code.Open($"public static void Fill(Utf8XmlReader r, {Names.Response(operation)} x)");
        code.Line($"var result = new {Names.Class(operation.Output!)}();");
        code.Line("Fill(r, result, x.ResponseMetadata);");
        code.Line($"x.{model.Settings.Wrap[operation.Name]} = result;");
    }

    private void Structure(CodeWriter code, Shape shape)
    {
        var name = Names.Class(shape);
        var wrapped = model.Operations.Any(o => o.Output == shape && Properties.IsWrapped(model, o));
        code.Line();
        using (code.Open($"private static {name} Read{name}(Utf8XmlReader r)"))
        {
            code.Line($"var x = new {name}();");
            code.Line(wrapped ? "Fill(r, x, null);" : "Fill(r, x);");
            code.Line("return x;");
        }

        Fill(code, name, Properties.Of(model, shape), wrapped ? ["requestId"] : [], wrapped ? ", ResponseMetadata metadata" : "");
    }

    /// <summary>Looks names up by length first: no hashing, no string for a name.</summary>
    private void Fill(CodeWriter code, string name, IReadOnlyList<Property> properties, string[]? requestIds = null, string metadata = "")
    {
        code.Line();
        using var block = code.Open($"public static void Fill(Utf8XmlReader r, {name} x{metadata})");
        code.Line("if (!r.Enter()) return;");
        using var loop = code.Open("while (r.NextChild())");
        code.Line("var name = r.LocalName;");
        var cases = properties.DistinctBy(p => p.Member.WireName).Select(p => (Name: p.Member.WireName, When: "", Do: Assign(p))).ToList();
        if (requestIds is { Length: > 0 } && !properties.Any(p => requestIds.Contains(p.Member.WireName)))
        {
            var (when, target) = metadata.Length > 0 ? (" && metadata != null", "metadata") : ("", "x.ResponseMetadata");
            cases.AddRange(requestIds.Select(id => (id, when, $"{target}.RequestId = XmlElements.Text(r);")));
        }

        using (code.Open("switch (name.Length)"))
        {
            foreach (var group in cases.GroupBy(c => Encoding.UTF8.GetByteCount(c.Name)).OrderBy(g => g.Key))
            {
                code.Line($"case {group.Key}:");
                foreach (var one in group)
                    code.Line($"    if (name.SequenceEqual({Names.Literal(one.Name)}u8){one.When}) {{ {one.Do} continue; }}");
                code.Line("    break;");
            }
        }

        code.Line("r.Skip();");
    }

    private string Assign(Property property)
    {
        var (member, shape) = (property.Member, property.Member.Shape);
        if (property.Inner is not null)
            throw new ModelException($"{model.Key}: {property.FullName} is flattened to one member, which responses cannot be.");

        if (member.Flattened && shape.Type == ShapeType.List)
            return $"(x.{property.Name} ??= new {property.Type}()).Add({Read(shape.Item.Shape)}(r));";
        if (member.Flattened && shape.Type == ShapeType.Map)
            return $"XmlElements.Entry(r, x.{property.Name} ??= new {property.Type}(), {EntryNames(shape)}, {Reader(shape.Value.Shape)});";
        return $"x.{property.Name} = {Read(shape, "r")};";
    }

    private string Read(Shape shape, string r) => shape.Type switch
    {
        ShapeType.List => $"XmlElements.List({r}, {Reader(shape.Item.Shape)})",
        ShapeType.Map => $"XmlElements.Map({r}, {EntryNames(shape)}, {Reader(shape.Value.Shape)})",
        _ => $"{Read(shape)}({r})",
    };

    /// <summary>C# for a delegate that reads one value.</summary>
    private string Reader(Shape shape) => Names.IsCollection(shape) ? $"static r => {Read(shape, "r")}" : Read(shape);

    private string Read(Shape shape) => shape.Type switch
    {
        ShapeType.Structure => "Read" + Names.Class(shape),
        ShapeType.String => "XmlElements.Text",
        ShapeType.Integer => "XmlElements.Int",
        ShapeType.Long => "XmlElements.Long",
        ShapeType.Float => "XmlElements.Float",
        ShapeType.Double => "XmlElements.Double",
        ShapeType.Boolean => "XmlElements.Bool",
        ShapeType.Timestamp => "XmlElements.Timestamp",
        ShapeType.Blob => "XmlElements.Blob",
        _ => throw new ModelException($"{model.Key}: a flattened {shape.Type} inside a collection, {shape.Name}."),
    };

    private static string EntryNames(Shape map) =>
        $"{Names.Literal(map.Key.LocationName ?? "key")}u8.ToArray(), {Names.Literal(map.Value.LocationName ?? "value")}u8.ToArray()";
}
