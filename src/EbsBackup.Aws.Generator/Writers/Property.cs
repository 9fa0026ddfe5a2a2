using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>A member as a property of a generated class.</summary>
/// <param name="Class">The class that has the property.</param>
/// <param name="Inner">The member that a flattened structure stands for.</param>
internal sealed record Property(string Class, Member Member, Member? Inner, bool IsInternal)
{
    public string Name => Names.Pascal(Member.Name);

    public Shape Shape => (Inner ?? Member).Shape;

    public string Type => Names.Type(Shape, Member.Streaming);

    public string FullName => $"{Class}.{Name}";

    /// <summary>C# that is true when the property is to be sent.</summary>
    public string IsSet(string owner)
    {
        var value = $"{owner}.{Name}";
        return Names.IsCollection(Shape)
            ? $"{value} != null && ({value}.Count > 0 || !AWSConfigs.InitializeCollections)"
            : $"{value} != null";
    }

    /// <summary>C# for the value of a property that is set.</summary>
    public string Value(string owner) => $"{owner}.{Name}" + (Names.IsValue(Shape) ? ".Value" : "");

    public static IReadOnlyList<Property> Of(ServiceModel model, string className, IEnumerable<Member> members) =>
        [.. members.Select(m => Create(model, className, m))];

    private static Property Create(ServiceModel model, string className, Member member)
    {
        var inner = model.Settings.Flatten.TryGetValue(member.Shape.Name, out var name)
            ? member.Shape.Members.Single(m => m.Name == name)
            : null;
        var fullName = $"{className}.{Names.Pascal(member.Name)}";
        if (Names.Pascal(member.Name) == className)
            throw new ModelException($"{model.Key}: {fullName} has its class's name, which C# forbids.");

        return new Property(
            className, member, inner, model.Settings.Internal.Contains(fullName));
    }
}
