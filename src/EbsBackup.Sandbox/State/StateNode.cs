using System.Globalization;
using System.Text.Json;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.State;

/// <summary>A place in a state file: what it holds, and where it is for an error to say.</summary>
public sealed class StateNode
{
    private readonly StateNode? _parent;
    private readonly object _name;
    private readonly JsonElement _json;

    internal StateNode(string path, JsonElement json)
        : this(null, path, json)
    {
    }

    // A file of a million jobs has many places and, at most, one error: the pointer is made when it is asked for.
    private StateNode(StateNode? parent, object name, JsonElement json)
    {
        _parent = parent;
        _name = name;
        _json = json;
    }

    /// <summary>The JSON pointer, such as <c>/accounts/0/buckets/1</c>.</summary>
    public string Pointer => _parent is null ? "" : $"{_parent.Pointer}/{Escape(Convert.ToString(_name, CultureInfo.InvariantCulture)!)}";

    private object Path => _parent is null ? _name : _parent.Path;

    public StateFileException Error(string why) =>
        new($"The state file {Path} cannot be read: {why}, at {(Pointer.Length == 0 ? "its top" : Pointer)}. Correct it there; docs/sandbox.md has the format.");

    /// <summary>Refuses members of other names: a misspelt one would be lost without a word.</summary>
    public StateNode Only(params string[] names)
    {
        if (_json.ValueKind != JsonValueKind.Object) throw Error($"an object is due, not {Shown()}");
        foreach (var member in _json.EnumerateObject())
        {
            if (!names.Contains(member.Name)) throw new StateNode(this, member.Name, member.Value).Error($"there is no such member; it can have {string.Join(", ", names)}");
        }

        return this;
    }

    /// <summary>Null when absent.</summary>
    public StateNode? Member(string name) =>
        _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var json) && json.ValueKind != JsonValueKind.Null ? new(this, name, json) : null;

    public IEnumerable<(string Name, StateNode Node)> Members()
    {
        if (_json.ValueKind != JsonValueKind.Object) throw Error($"an object is due, not {Shown()}");
        return _json.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).Select(m => (m.Name, new StateNode(this, m.Name, m.Value)));
    }

    /// <summary>The items of a list member; none when it is absent.</summary>
    public IEnumerable<StateNode> Items(string name) => Member(name)?.Items() ?? [];

    public IEnumerable<StateNode> Items()
    {
        if (_json.ValueKind != JsonValueKind.Array) throw Error($"a list is due, not {Shown()}");
        return _json.EnumerateArray().Select((json, i) => new StateNode(this, i, json));
    }

    public string? Text(string name) => Member(name)?.Text();

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Error($"'{name}' is missing");

    public string Text() => _json.ValueKind == JsonValueKind.String ? _json.GetString()! : throw Error($"a text is due, not {Shown()}");

    public bool? Flag(string name) => Member(name) is not { } node ? null : node._json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw node.Error($"true or false is due, not {node.Shown()}"),
    };

    public long? Integer(string name) => Member(name) is not { } node ? null
        : node._json.ValueKind == JsonValueKind.Number && node._json.TryGetInt64(out var value) ? value
        : throw node.Error($"a whole number is due, not {node.Shown()}");

    /// <summary>ISO 8601 with <c>Z</c> or an offset; seconds since 1970 too, as some AWS output has them.</summary>
    public DateTimeOffset? Time(string name) => Member(name)?.Time();

    internal Structure Read(Shape shape, params string[] besides)
    {
        if (_json.ValueKind != JsonValueKind.Object) throw Error($"an object is due, not {Shown()}");
        var read = new Structure();
        foreach (var (name, node) in Members())
        {
            if (besides.Contains(name)) continue;
            if (!shape.ByName.TryGetValue(name, out var member)) throw node.Error($"AWS's {shape.Name} has no member of that name (names are as the AWS CLI prints them)");
            read.Add(name, node.Value(member.Shape));
        }

        return read;
    }

    private object Value(Shape shape) => shape.Type switch
    {
        ShapeType.Structure => Read(shape),
        ShapeType.List => Items().Select(i => i.Value(shape.Element!.Shape)).ToList(),
        ShapeType.Map => Members().ToDictionary(m => m.Name, m => m.Node.Value(shape.Element!.Shape), StringComparer.Ordinal),
        ShapeType.Timestamp => Time(),
        ShapeType.String => Enumerated(shape, Text()),
        ShapeType.Boolean when _json.ValueKind is JsonValueKind.True or JsonValueKind.False => _json.GetBoolean(),
        ShapeType.Integer or ShapeType.Long or ShapeType.Double when _json.ValueKind == JsonValueKind.Number && Scalars.Parse(shape, _json.GetRawText()) is { } number => number,
        _ => throw Error($"{Article(shape.Type)} is due, not {Shown()}"),
    };

    private string Enumerated(Shape shape, string text) =>
        shape.Enum is { } known && !known.Contains(text) ? throw Error($"'{text}' is none of {string.Join(", ", known)}") : text;

    private DateTimeOffset Time()
    {
        if (_json.ValueKind == JsonValueKind.Number && Scalars.ParseTime(_json.GetRawText()) is DateTimeOffset seconds) return seconds;
        // An instant without an offset would be read in some zone: refused.
        var zoned = _json.ValueKind == JsonValueKind.String && _json.GetString() is { Length: > 10 } text && (text.EndsWith('Z') || text.AsSpan(10).IndexOfAny('+', '-') > 0);
        return zoned && Scalars.ParseTime(_json.GetString()!) is DateTimeOffset time ? time : throw Error($"{Shown()} is no instant; write it like 2026-01-31T23:30:00Z");
    }

    private static string Article(ShapeType type) => type switch { ShapeType.Boolean => "true or false", ShapeType.Double => "a number", _ => "a whole number" };

    private string Shown()
    {
        var raw = _json.GetRawText();
        return raw.Length > 40 ? raw[..40] + "…" : raw;
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
