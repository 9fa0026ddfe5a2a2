using System.Text;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>C# names and types, as the official packages choose them.</summary>
internal static class Names
{
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public static string Class(Shape shape) => shape.IsException ? Exception(shape) : Pascal(shape.Name);

    public static string Request(Operation operation) => Pascal(operation.Name) + "Request";

    public static string Response(Operation operation) => Pascal(operation.Name) + "Response";

    /// <summary>`t2.micro` is `T2Micro`, `Bytes/Second` is `BytesSecond`, `x86_64` is `X86_64`.</summary>
    public static string EnumValue(string value)
    {
        var name = new StringBuilder();
        var start = true;
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                start = true;
                continue;
            }

            name.Append(start ? char.ToUpperInvariant(c) : c);
            start = false;
        }

        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            name.Insert(0, '_');
        return name.ToString();
    }

    public static string Literal(string text) =>
        "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>The type of a list's item or a map's value: never nullable, enumerations are strings.</summary>
    public static string ItemType(Shape shape) => shape.Type switch
    {
        ShapeType.String => "string",
        _ => Type(shape, streaming: false).TrimEnd('?'),
    };

    public static string Type(Shape shape, bool streaming) => shape.Type switch
    {
        ShapeType.Structure => Class(shape),
        ShapeType.List => $"List<{ItemType(shape.Item.Shape)}>",
        ShapeType.Map => $"Dictionary<string, {ItemType(shape.Value.Shape)}>",
        ShapeType.String => shape.IsEnum ? Pascal(shape.Name) : "string",
        ShapeType.Integer => "int?",
        ShapeType.Long => "long?",
        ShapeType.Float => "float?",
        ShapeType.Double => "double?",
        ShapeType.Boolean => "bool?",
        ShapeType.Timestamp => "DateTime?",
        ShapeType.Blob => streaming ? "Stream" : "MemoryStream",
        _ => throw new ModelException($"Shape {shape.Name} has no C# type."),
    };

    public static bool IsCollection(Shape shape) => shape.Type is ShapeType.List or ShapeType.Map;

    public static bool IsValue(Shape shape) =>
        shape.Type is ShapeType.Integer or ShapeType.Long or ShapeType.Float or ShapeType.Double
            or ShapeType.Boolean or ShapeType.Timestamp;

    private static string Exception(Shape shape) =>
        shape.Name.EndsWith("Exception", StringComparison.Ordinal) ? Pascal(shape.Name)
        : shape.Name.EndsWith("Fault", StringComparison.Ordinal) ? Pascal(shape.Name[..^"Fault".Length]) + "Exception"
        : Pascal(shape.Name) + "Exception";
}
