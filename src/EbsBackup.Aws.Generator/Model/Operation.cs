using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

/// <summary>An API call.</summary>
public sealed class Operation
{
    internal Operation(ServiceModel model, string name, JsonElement node)
    {
        Name = name;
        var where = $"{model.Key}, operation {name}";
        KnownTraits.Check("operation", node, where);
        var http = node.GetProperty("http");
        KnownTraits.Check("http", http, where);
        Method = http.GetProperty("method").GetString()!;
        RequestUri = http.GetProperty("requestUri").GetString()!;
        Input = Reference(model, node, "input", where);
        Output = Reference(model, node, "output", where);
        Errors = node.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateArray().Select(e => model.Shape(e.GetProperty("shape").GetString()!))]
            : [];
        UnsignedPayload = Member.Flag(node, "unsignedPayload");
        if (node.TryGetProperty("authtype", out var auth) && auth.GetString() is not ("v4-unsigned-body" or "v4" or "none"))
            throw new ModelException($"{where}: the generator does not know the authtype '{auth.GetString()}'.");
        NoAuthentication = node.TryGetProperty("authtype", out auth) && auth.GetString() == "none";
        if (node.TryGetProperty("requestcompression", out var compression))
        {
            Compressed = compression.GetProperty("encodings").EnumerateArray().Any(e => e.GetString() == "gzip");
            if (!Compressed)
                throw new ModelException($"{where}: the generator knows no requestcompression but gzip.");
        }

        if (node.TryGetProperty("output", out var output) && output.TryGetProperty("resultWrapper", out var wrapper))
            ResultWrapper = wrapper.GetString()!;
        else
            ResultWrapper = name + "Result";
    }

    public string Name { get; }

    public string Method { get; }

    public string RequestUri { get; }

    public Shape? Input { get; }

    public Shape? Output { get; }

    public IReadOnlyList<Shape> Errors { get; }

    public string ResultWrapper { get; }

    public bool UnsignedPayload { get; }

    public bool NoAuthentication { get; }

    public bool Compressed { get; }

    private static Shape? Reference(ServiceModel model, JsonElement node, string name, string where)
    {
        if (!node.TryGetProperty(name, out var reference))
            return null;

        KnownTraits.Check("reference", reference, where);
        return model.Shape(reference.GetProperty("shape").GetString()!);
    }
}
