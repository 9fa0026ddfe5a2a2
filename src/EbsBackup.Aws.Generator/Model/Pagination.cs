using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

/// <summary>How an operation is paged.</summary>
public sealed class Pagination
{
    internal Pagination(Operation operation, JsonElement node)
    {
        Operation = operation;
        InputTokens = Names(node, "input_token");
        OutputTokens = Names(node, "output_token");
        ResultKeys = Names(node, "result_key");
    }

    public Operation Operation { get; }

    public IReadOnlyList<string> InputTokens { get; }

    public IReadOnlyList<string> OutputTokens { get; }

    public IReadOnlyList<string> ResultKeys { get; }

    private static IReadOnlyList<string> Names(JsonElement node, string name) =>
        !node.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString()!)]
        : [value.GetString()!];
}
