using System.Reflection;

namespace EbsBackup.Help;

/// <summary>A cmdlet as PowerShell sees it. Attributes are read as data: in the reference assembly their properties hold nothing.</summary>
internal sealed record CmdletType(Type Type, string Verb, string Noun, bool SupportsShouldProcess, string DefaultSet, IReadOnlyList<Type> Outputs, IReadOnlyList<CmdletParameter> Parameters)
{
    public string Name => $"{Verb}-{Noun}";

    public IEnumerable<string> ParameterSets =>
        Parameters.SelectMany(p => p.Sets.Select(s => s.Name)).Where(n => n is not null).Distinct().OrderBy(n => n != DefaultSet).Select(n => n!).DefaultIfEmpty("");

    public static CmdletType? Read(Type type)
    {
        if (type.IsAbstract || Attributes(type, "CmdletAttribute").SingleOrDefault() is not { } cmdlet)
            return null;
        return new(
            type,
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Named(cmdlet, "SupportsShouldProcess", false),
            Named(cmdlet, "DefaultParameterSetName", ""),
            [.. Attributes(type, "OutputTypeAttribute").SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).Select(a => (Type)a.Value!)],
            [.. type.GetProperties().Select(CmdletParameter.Read).OfType<CmdletParameter>()]);
    }

    internal static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(a => a.AttributeType.Name == name);

    internal static T Named<T>(CustomAttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value is T value ? value : otherwise;
}
