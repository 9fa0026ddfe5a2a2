using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>A pared service model (models/*.json, the form of botocore's service-2).</summary>
internal sealed class ServiceModel
{
    private static readonly ConcurrentDictionary<string, ServiceModel> Loaded = new(StringComparer.Ordinal);
    private readonly JsonElement _shapesJson;
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    private ServiceModel(JsonElement json)
    {
        var metadata = json.GetProperty("metadata");
        Protocol = metadata.GetProperty("protocol").GetString()!;
        TargetPrefix = Text(metadata, "targetPrefix");
        JsonVersion = Text(metadata, "jsonVersion") ?? "1.1";
        XmlNamespace = Text(metadata, "xmlNamespace") ?? "";
        _shapesJson = json.GetProperty("shapes");
        foreach (var operation in json.GetProperty("operations").EnumerateObject()) Operations.Add(operation.Name, Read(operation));
    }

    public string Protocol { get; }

    public string? TargetPrefix { get; }

    public string JsonVersion { get; }

    public string XmlNamespace { get; }

    public Dictionary<string, Operation> Operations { get; } = new(StringComparer.Ordinal);

    /// <summary>The model of that file name, loaded once a process.</summary>
    public static ServiceModel Load(string name) => Loaded.GetOrAdd(name, static name =>
    {
        using var stream = typeof(ServiceModel).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"No model {name}.json is embedded.");
        using var json = JsonDocument.Parse(stream);
        return new(json.RootElement.Clone());
    });

    public Shape Shape(string name)
    {
        if (_shapes.TryGetValue(name, out var known)) return known;
        var json = _shapesJson.GetProperty(name);
        var shape = Read(name, json);
        // Before its members: shapes may hold themselves.
        _shapes.Add(name, shape);
        var required = json.TryGetProperty("required", out var r) ? r.EnumerateArray().Select(e => e.GetString()!).ToHashSet() : [];
        if (json.TryGetProperty("members", out var members))
        {
            foreach (var member in members.EnumerateObject())
            {
                var read = Read(member.Name, member.Value, required.Contains(member.Name));
                shape.Members.Add(read);
                shape.ByName.Add(read.Name, read);
            }
        }

        if (json.TryGetProperty("member", out var element)) shape.Element = Read("member", element, false);
        if (json.TryGetProperty("value", out var value)) shape.Element = Read("value", value, false);
        if (json.TryGetProperty("key", out var key)) shape.Key = Read("key", key, false);
        return shape;
    }

    private static Shape Read(string name, JsonElement json)
    {
        return new(name, TypeOf(json.GetProperty("type").GetString()!))
        {
            Flattened = json.TryGetProperty("flattened", out var flattened) && flattened.GetBoolean(),
            Min = Number(json, "min"),
            Max = Number(json, "max"),
            // The patterns are Java's, which lets any sign be escaped; .NET does not know "\\_". They hold for the whole value.
            Pattern = Text(json, "pattern") is { } pattern ? new($"\\A(?:{pattern.Replace("\\_", "_", StringComparison.Ordinal)})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null,
            Enum = json.TryGetProperty("enum", out var values) ? values.EnumerateArray().Select(v => v.GetString()!).ToHashSet(StringComparer.Ordinal) : null,
        };
    }

    private static ShapeType TypeOf(string type) => type == "float" ? ShapeType.Double : System.Enum.Parse<ShapeType>(type, ignoreCase: true);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var v) ? v.GetString() : null;

    private static double? Number(JsonElement json, string name) => json.TryGetProperty(name, out var v) ? v.GetDouble() : null;

    private Operation Read(JsonProperty json)
    {
        var http = json.Value.GetProperty("http");
        var output = json.Value.TryGetProperty("output", out var o) ? o : default;
        return new(
            json.Name,
            Text(http, "method") ?? "POST",
            Text(http, "requestUri") ?? "/",
            (int)(Number(http, "responseCode") ?? 200),
            json.Value.TryGetProperty("input", out var input) ? Shape(Text(input, "shape")!) : null,
            output.ValueKind == JsonValueKind.Object ? Shape(Text(output, "shape")!) : null,
            output.ValueKind == JsonValueKind.Object ? Text(output, "resultWrapper") : null);
    }

    private Member Read(string name, JsonElement json, bool required) => new(name, Shape(Text(json, "shape")!))
    {
        LocationName = Text(json, "locationName"),
        QueryName = Text(json, "queryName"),
        Location = Text(json, "location"),
        Required = required,
    };
}
