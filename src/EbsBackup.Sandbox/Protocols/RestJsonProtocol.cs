using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>REST with JSON: the operation in verb and path, its input in path, query and body.</summary>
internal sealed class RestJsonProtocol : JsonProtocol
{
    private readonly List<(Operation Operation, string[] Segments)> _routes = [];

    public RestJsonProtocol(ServiceModel model, Dialect dialect)
        : base(model, dialect)
    {
        foreach (var operation in model.Operations.Values) _routes.Add((operation, Segments(operation.Uri.Split('?')[0])));
    }

    protected override string ContentType => "application/json";

    public override string OperationOf(SandboxRequest request)
    {
        var path = Segments(request.RawPath);
        foreach (var (operation, segments) in _routes)
        {
            if (operation.Method == request.Method && Fits(segments, path)) return operation.Name;
        }

        return request.Method + " " + request.RawPath;
    }

    public override Structure Parse(Operation operation, SandboxRequest request)
    {
        var input = base.Parse(operation, request);
        if (operation.Input is null) return input;
        var path = Segments(request.RawPath);
        var template = Segments(operation.Uri.Split('?')[0]);
        var query = Query(request.RawQuery);
        foreach (var member in operation.Input.Members)
        {
            switch (member.Location)
            {
                case "uri":
                    var at = Array.FindIndex(template, s => s.Trim('{', '}', '+') == member.WireName && s[0] == '{');
                    input.Add(member.Name, Value(member, member.Shape, Uri.UnescapeDataString(path[at])));
                    break;
                case "querystring" when query[member.WireName].ToList() is { Count: > 0 } values:
                    input.Add(member.Name, member.Shape.Type == ShapeType.List
                        ? values.ConvertAll(v => Value(member, member.Shape.Element!.Shape, v))
                        : Value(member, member.Shape, values[0]));
                    break;
            }
        }

        return input;
    }

    private object Value(Member member, Shape shape, string text) =>
        Scalars.Parse(shape, text) ?? throw Dialect.Invalid(member.Name, text, $"It is not a valid {shape.Type.ToString().ToLowerInvariant()}.");

    private static bool Fits(string[] template, string[] path)
    {
        if (template.Length != path.Length) return false;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i][0] != '{' && template[i] != path[i]) return false;
        }

        return true;
    }

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static ILookup<string, string> Query(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .ToLookup(p => Uri.UnescapeDataString(p[0]), p => p.Length > 1 ? Uri.UnescapeDataString(p[1].Replace('+', ' ')) : "", StringComparer.Ordinal);
}
