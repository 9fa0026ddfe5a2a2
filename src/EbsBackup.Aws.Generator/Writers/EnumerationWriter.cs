using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Enumerations: classes of constants, since a service may answer with a value that is newer than its model.</summary>
internal sealed class EnumerationWriter(ServiceModel model, ServiceNames names)
{
    public string Write()
    {
        var code = names.File("", "Amazon.Runtime");
        foreach (var shape in model.Shapes.Where(s => s.IsEnum))
        {
            var name = Names.Pascal(shape.Name);
            code.Line();
            using var block = code.Open($"public class {name} : ConstantClass");
            foreach (var value in shape.Values.Order(StringComparer.Ordinal))
                code.Line($"public static readonly {name} {Names.EnumValue(value)} = new {name}({Names.Literal(value)});");
            code.Line($"public {name}(string value) : base(value) {{ }}");
            code.Line($"public static {name} FindValue(string value) => FindValue<{name}>(value);");
            code.Line($"public static implicit operator {name}(string value) => FindValue(value);");
        }

        return code.ToString();
    }
}
