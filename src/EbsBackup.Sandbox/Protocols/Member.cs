namespace EbsBackup.Sandbox.Protocols;

/// <summary>A member of a structure, or the element of a list or map.</summary>
internal sealed class Member(string name, Shape shape)
{
    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    public string? LocationName { get; init; }

    public string? QueryName { get; init; }

    /// <summary><c>uri</c> or <c>querystring</c>; null for the body.</summary>
    public string? Location { get; init; }

    public bool Required { get; init; }

    /// <summary>The element or JSON name on the wire.</summary>
    public string WireName => LocationName ?? Name;

    /// <summary>The parameter of the ec2 protocol.</summary>
    public string Ec2Name => QueryName ?? (LocationName is { Length: > 0 } l ? char.ToUpperInvariant(l[0]) + l[1..] : Name);
}
