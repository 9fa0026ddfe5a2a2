using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Requests, responses, structures: the classes that hold data.</summary>
internal sealed class ModelWriter(ServiceModel model, ServiceNames names)
{
    public string Write()
    {
        var code = names.File(
            ".Model", "System", "System.Collections.Generic", "System.IO", "Amazon", "Amazon.Runtime", names.Namespace);
        foreach (var operation in model.Operations)
        {
            Class(code, Names.Request(operation), names.Request, Properties.Request(model, operation));
            Response(code, operation);
        }

        foreach (var shape in Properties.Structures(model))
            Class(code, Names.Class(shape), null, Property.Of(model, Names.Class(shape), shape.Members));
        return code.ToString();
    }

    private void Response(CodeWriter code, Operation operation)
    {
        var name = Names.Response(operation);
        if (!model.Settings.Wrap.TryGetValue(operation.Name, out var wrapped))
        {
            Class(code, name, "AmazonWebServiceResponse", Properties.Response(model, operation));
            return;
        }

        using (code.Open($"public partial class {name} : AmazonWebServiceResponse"))
            code.Line($"public {Names.Class(operation.Output!)} {wrapped} {{ get; set; }}");
    }

    private void Class(CodeWriter code, string name, string? parent, IReadOnlyList<Property> properties)
    {
        code.Line();
        using var block = code.Open($"public partial class {name}{(parent is null ? "" : " : " + parent)}");
        if (model.Settings.Constructors.TryGetValue(name, out var forms))
        {
            code.Line($"public {name}() {{ }}");
            foreach (var form in forms)
                Constructor(code, name, [.. form.Select(p => properties.Single(x => x.Name == p))]);
        }

        foreach (var property in properties)
        {
            var initial = Names.IsCollection(property.Shape)
                ? $" = AWSConfigs.InitializeCollections ? new {property.Type}() : null;"
                : "";
            code.Line($"{(property.IsInternal ? "internal" : "public")} {property.Type} {property.Name} {{ get; set; }}{initial}");
        }
    }

    private static void Constructor(CodeWriter code, string name, IReadOnlyList<Property> properties)
    {
        var parameters = string.Join(", ", properties.Select(p => $"{p.Type} {Names.Camel(p.Name)}"));
        using var block = code.Open($"public {name}({parameters})");
        foreach (var property in properties)
            code.Line($"{property.Name} = {Names.Camel(property.Name)};");
    }
}
