using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

public enum Location
{
    Body,
    Uri,
    QueryString,
    Header,
    Headers,
    StatusCode,
}

/// <summary>A structure's member, a list's item, or a map's key or value.</summary>
public sealed class Member
{
    private readonly ServiceModel _model;
    private readonly string _shapeName;

    internal Member(ServiceModel model, Shape owner, string name, JsonElement node, string kind, bool required)
    {
        _model = model;
        Owner = owner;
        Name = name;
        Required = required;
        var where = $"{model.Key}, {owner.Name}.{name}";
        KnownTraits.Check(kind, node, where);
        _shapeName = node.GetProperty("shape").GetString()!;
        LocationName = node.TryGetProperty("locationName", out var location) ? location.GetString() : null;
        QueryName = node.TryGetProperty("queryName", out var query) ? query.GetString() : null;
        IdempotencyToken = Flag(node, "idempotencyToken");
        MemberFlattened = Flag(node, "flattened");
        MemberStreaming = Flag(node, "streaming");
        MemberTimestampFormat = Format(node, where);
        if (node.TryGetProperty("location", out var place))
        {
            KnownTraits.CheckValue("location", place.GetString()!, where);
            Location = Enum.Parse<Location>(place.GetString()!, ignoreCase: true);
            if (Location != Location.Body && Flag(node, "jsonvalue"))
                throw new ModelException($"{where}: the generator does not know the trait 'jsonvalue' outside of a body.");
        }
    }

    public Shape Owner { get; }

    public string Name { get; }

    public bool Required { get; }

    public Location Location { get; }

    public string? LocationName { get; }

    public string? QueryName { get; }

    public bool IdempotencyToken { get; }

    private bool MemberFlattened { get; }

    private bool MemberStreaming { get; }

    private string? MemberTimestampFormat { get; }

    public Shape Shape => _model.Shape(_shapeName);

    public bool Flattened => MemberFlattened || Shape.Flattened;

    public bool Streaming => MemberStreaming || Shape.Streaming;

    public string? TimestampFormat => MemberTimestampFormat ?? Shape.TimestampFormat;

    /// <summary>The name in JSON and in headers.</summary>
    public string WireName => LocationName ?? Name;

    internal static bool Flag(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    internal static string? Format(JsonElement node, string where)
    {
        if (!node.TryGetProperty("timestampFormat", out var format))
            return null;

        KnownTraits.CheckValue("timestampFormat", format.GetString()!, where);
        return format.GetString();
    }
}
