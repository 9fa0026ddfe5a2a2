using System.Text.RegularExpressions;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>A shape of a service model, with the traits that the sandbox keeps to.</summary>
internal sealed class Shape(string name, ShapeType type)
{
    public string Name { get; } = name;

    public ShapeType Type { get; } = type;

    /// <summary>A structure's members in the model's order.</summary>
    public List<Member> Members { get; } = [];

    public Dictionary<string, Member> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>A list's element, or a map's value.</summary>
    public Member? Element { get; set; }

    /// <summary>A map's key.</summary>
    public Member? Key { get; set; }

    public bool Flattened { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public Regex? Pattern { get; init; }

    public HashSet<string>? Enum { get; init; }
}
