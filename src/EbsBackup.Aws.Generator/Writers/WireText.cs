using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>C# that turns a scalar into text, or text into a scalar.</summary>
internal static class WireText
{
    public static string Of(Shape shape, string value, string timestampFormat) => shape.Type switch
    {
        ShapeType.String => value,
        ShapeType.Timestamp => timestampFormat switch
        {
            "iso8601" => $"WireFormat.Iso8601({value})",
            "rfc822" => $"WireFormat.Rfc822({value})",
            _ => $"WireFormat.UnixTimestamp({value})",
        },
        ShapeType.Blob => $"WireFormat.Base64({value})",
        ShapeType.Integer or ShapeType.Long or ShapeType.Float or ShapeType.Double or ShapeType.Boolean => $"WireFormat.Text({value})",
        _ => throw new ModelException($"{shape.Name} is a {shape.Type} where only text can be."),
    };

    public static string Parse(Shape shape, string text) => shape.Type switch
    {
        ShapeType.String => text,
        ShapeType.Timestamp => $"WireFormat.Timestamp({text})",
        ShapeType.Blob => $"WireFormat.Blob({text})",
        ShapeType.Integer => $"WireFormat.Int({text})",
        ShapeType.Long => $"WireFormat.Long({text})",
        ShapeType.Float => $"WireFormat.Float({text})",
        ShapeType.Double => $"WireFormat.Double({text})",
        ShapeType.Boolean => $"WireFormat.Bool({text})",
        _ => throw new ModelException($"{shape.Name} is a {shape.Type} where only text can be."),
    };
}
