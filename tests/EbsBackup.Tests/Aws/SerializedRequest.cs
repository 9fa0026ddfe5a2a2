using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EbsBackup.Tests.Aws;

/// <summary>Compares a request on the wire with what a protocol case says of it.</summary>
internal static partial class SerializedRequest
{
    private const string CaseToken = "00000000-0000-4000-8000-000000000000";

    public static string? Difference(JsonObject expected, SentRequest sent)
    {
        if (expected["method"] is { } method && sent.Method.Method != method.GetValue<string>())
            return $"expected {method}, got {sent.Method}";
        if (expected["host"] is { } host && !host.GetValue<string>().StartsWith(sent.Uri.Host, StringComparison.Ordinal))
            return $"expected host {host}, got {sent.Uri.Host}";

        return Uri(expected["uri"]!.GetValue<string>(), sent) ?? Headers(expected, sent) ?? Body(expected, sent);
    }

    private static string? Uri(string expected, SentRequest sent)
    {
        var (wanted, actual) = (expected.Split('?', 2), Tokens(sent.Uri.PathAndQuery, expected).Split('?', 2));
        if (wanted[0] != actual[0])
            return $"expected the path {wanted[0]}, got {actual[0]}";

        var (want, got) = (Pairs(wanted.ElementAtOrDefault(1)), Pairs(actual.ElementAtOrDefault(1)));
        return want == got ? null : $"expected the query {want}, got {got}";
    }

    private static string? Headers(JsonObject expected, SentRequest sent)
    {
        foreach (var (name, value) in expected["headers"]?.AsObject() ?? [])
        {
            if (!sent.Headers.TryGetValue(name, out var actual))
                return $"no header {name}";
            if (Canonical(Tokens(actual, value!.GetValue<string>())) != Canonical(value.GetValue<string>()))
                return $"expected the header {name}: {value}, got {actual}";
        }

        var missing = Names(expected["requireHeaders"]).FirstOrDefault(h => !sent.Headers.ContainsKey(h));
        var extra = Names(expected["forbidHeaders"]).FirstOrDefault(sent.Headers.ContainsKey);
        return missing is not null ? $"no header {missing}" : extra is not null ? $"header {extra}" : null;
    }

    private static string? Body(JsonObject expected, SentRequest sent)
    {
        if (expected["body"] is not { } node)
            return null;

        var wanted = node.GetValue<string>();
        var actual = Tokens(sent.Text, wanted);
        var type = sent.Headers.GetValueOrDefault("Content-Type", "");
        if (type.Contains("form", StringComparison.Ordinal))
            (wanted, actual) = (Pairs(wanted), Pairs(actual));
        else if (type.Contains("json", StringComparison.Ordinal))
            return JsonNode.DeepEquals(Json(wanted), Json(actual)) ? null : $"expected the body {wanted}, got {actual}";
        return wanted == actual ? null : $"expected the body {wanted}, got {actual}";
    }

    private static JsonNode? Json(string text) =>
        text.Length == 0 ? null : JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

    private static string Canonical(string header) => header.Replace("; charset=utf-8", "", StringComparison.OrdinalIgnoreCase);

    /// <summary>The cases know the one idempotency token that they expect; ours is a new one each time.</summary>
    private static string Tokens(string actual, string expected) =>
        expected.Contains(CaseToken, StringComparison.Ordinal) ? Token().Replace(actual, CaseToken) : actual;

    private static string Pairs(string? query) => string.Join(
        '&',
        (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => System.Uri.UnescapeDataString(p.Contains('=', StringComparison.Ordinal) ? p : p + "="))
            .Order(StringComparer.Ordinal));

    private static IEnumerable<string> Names(JsonNode? list) => list?.AsArray().Select(n => n!.GetValue<string>()) ?? [];

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Token();
}
