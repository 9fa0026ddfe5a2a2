using System.Globalization;
using System.Reflection;

namespace EbsBackup.Help;

/// <summary>One parameter, with what each parameter set says of it.</summary>
internal sealed record CmdletParameter(PropertyInfo Property, IReadOnlyList<ParameterInSet> Sets, IReadOnlyList<string> Aliases)
{
    public string Name => Property.Name;

    public bool IsSwitch => Property.PropertyType.Name == "SwitchParameter";

    /// <summary>The type as one would write it.</summary>
    public string TypeName => (Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType).Name;

    public static CmdletParameter? Read(PropertyInfo property)
    {
        var sets = CmdletType.Attributes(property, "ParameterAttribute").Select(a => new ParameterInSet(
            CmdletType.Named<string?>(a, "ParameterSetName", null),
            CmdletType.Named(a, "Mandatory", false),
            CmdletType.Named(a, "Position", int.MinValue),
            CmdletType.Named(a, "ValueFromPipeline", false),
            CmdletType.Named(a, "ValueFromPipelineByPropertyName", false))).ToList();
        return sets.Count == 0 ? null : new(property, sets, [.. CmdletType.Attributes(property, "AliasAttribute")
            .SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).Select(a => (string)a.Value!)]);
    }

    public ParameterInSet? In(string set) => Sets.FirstOrDefault(s => s.Name is null || s.Name == set);
}

/// <param name="Name">Null: every set.</param>
internal sealed record ParameterInSet(string? Name, bool Mandatory, int Position, bool FromPipeline, bool FromPipelineByName)
{
    public string PositionText => Position == int.MinValue ? "named" : Position.ToString(CultureInfo.InvariantCulture);

    public string PipelineText => (FromPipeline, FromPipelineByName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
