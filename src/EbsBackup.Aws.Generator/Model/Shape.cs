using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

public enum ShapeType
{
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Timestamp,
    Blob,
}

/// <summary>A type of the service model.</summary>
public sealed class Shape
{
    private readonly ServiceModel _model;
    private readonly JsonElement _node;

    internal Shape(ServiceModel model, string name, JsonElement node)
    {
        _model = model;
        _node = node;
        Name = name;
        var where = $"{model.Key}, shape {name}";
        KnownTraits.Check("shape", node, where);
        var type = node.GetProperty("type").GetString()!;
        KnownTraits.CheckValue("type", type, where);
        Type = Enum.Parse<ShapeType>(type, ignoreCase: true);

        Values = [.. Strings("enum")];
        TimestampFormat = Member.Format(node, where);
        Flattened = Member.Flag(node, "flattened");
        Streaming = Member.Flag(node, "streaming");
        IsUnion = Member.Flag(node, "union");
        PayloadName = node.TryGetProperty("payload", out var payload) ? payload.GetString() : null;
        IsException = Member.Flag(node, "exception") || node.TryGetProperty("error", out _);
        ErrorCode = name;
        if (node.TryGetProperty("error", out var error))
        {
            KnownTraits.Check("error", error, where);
            ErrorCode = error.TryGetProperty("code", out var code) ? code.GetString()! : name;
        }

        if (node.TryGetProperty("members", out var members))
        {
            var required = Strings("required").ToHashSet();
            Members =
            [
                .. members.EnumerateObject()
                    .Select(m => new Member(model, this, m.Name, m.Value, "member", required.Contains(m.Name))),
            ];
        }
    }

    public string Name { get; }

    public ShapeType Type { get; }

    public IReadOnlyList<Member> Members { get; } = [];

    /// <summary>The values of an enumeration.</summary>
    public IReadOnlyList<string> Values { get; }

    public bool IsEnum => Values.Count > 0;

    public bool IsException { get; }

    public string ErrorCode { get; }

    public bool Flattened { get; }

    public bool Streaming { get; }

    public bool IsUnion { get; }

    public string? TimestampFormat { get; }

    public string? PayloadName { get; }

    public Member? Payload => PayloadName is null ? null : Members.Single(m => m.Name == PayloadName);

    public Member Item => Part("member");

    public Member Key => Part("key");

    public Member Value => Part("value");

    private Member Part(string name) => new(_model, this, name, _node.GetProperty(name), "item", required: false);

    private IEnumerable<string> Strings(string name) =>
        _node.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(v => v.GetString()!) : [];
}
