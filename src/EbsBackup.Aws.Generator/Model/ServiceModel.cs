using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

/// <summary>A service's model with the settings to generate it by.</summary>
public sealed class ServiceModel
{
    private readonly JsonElement _shapes;
    private readonly Dictionary<string, Shape> _read = [];

    /// <param name="key">The service's name among the models, for messages.</param>
    /// <param name="settings">What to generate.</param>
    /// <param name="root">A model as botocore has it, with `endpoints` and `pagination` beside the shapes.</param>
    public ServiceModel(string key, ServiceSettings settings, JsonElement root)
    {
        Key = key;
        Settings = settings;
        Metadata = root.GetProperty("metadata");
        KnownTraits.Check("metadata", Metadata, $"{key}, metadata");
        Protocol = settings.Protocol ?? Text("protocol")!;
        KnownTraits.CheckValue("protocol", Protocol, $"{key}, metadata");
        _shapes = root.GetProperty("shapes");
        Operations = [.. root.GetProperty("operations").EnumerateObject().Select(o => new Operation(this, o.Name, o.Value))];
        Pagination = root.TryGetProperty("pagination", out var pages)
            ? [.. pages.EnumerateObject().Select(p => new Pagination(Operations.Single(o => o.Name == p.Name), p.Value))]
            : [];
        Endpoints = root.TryGetProperty("endpoints", out var rules) && rules.ValueKind == JsonValueKind.Object ? rules : null;
        Shapes = [.. Reachable().OrderBy(s => s.Name, StringComparer.Ordinal)];
    }

    public string Key { get; }

    public ServiceSettings Settings { get; }

    public string Protocol { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IReadOnlyList<Pagination> Pagination { get; }

    /// <summary>Every shape that the operations lead to.</summary>
    public IReadOnlyList<Shape> Shapes { get; }

    public JsonElement? Endpoints { get; }

    public string ApiVersion => Text("apiVersion")!;

    public string ServiceId => Text("serviceId") ?? Settings.Namespace;

    public string EndpointPrefix => Text("endpointPrefix") ?? Settings.Namespace.ToLowerInvariant();

    public string SigningName => Text("signingName") ?? EndpointPrefix;

    public string JsonVersion => Text("jsonVersion") ?? "1.0";

    public string? TargetPrefix => Text("targetPrefix");

    private JsonElement Metadata { get; }

    public Shape Shape(string name)
    {
        if (_read.TryGetValue(name, out var shape))
            return shape;
        if (!_shapes.TryGetProperty(name, out var node))
            throw new ModelException($"{Key}: shape {name} is used but not there.");

        return _read[name] = new Shape(this, name, node);
    }

    private string? Text(string name) => Metadata.TryGetProperty(name, out var value) ? value.GetString() : null;

    private HashSet<Shape> Reachable()
    {
        var seen = new HashSet<Shape>();
        var waiting = new Stack<Shape>();
        foreach (var operation in Operations)
        {
            foreach (var shape in new[] { operation.Input, operation.Output }.OfType<Shape>().Concat(operation.Errors))
                waiting.Push(shape);
        }

        while (waiting.TryPop(out var shape))
        {
            if (!seen.Add(shape))
                continue;

            IEnumerable<Member> parts = shape.Type switch
            {
                ShapeType.Structure => shape.Members,
                ShapeType.List => [shape.Item],
                ShapeType.Map => [shape.Key, shape.Value],
                _ => [],
            };
            foreach (var part in parts)
                waiting.Push(part.Shape);
        }

        return seen;
    }
}
