using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EbsBackup.Tests.Aws;

/// <summary>A request without what may differ: the order of parameters, JSON's escapes, the ends of a signature.</summary>
internal static partial class CanonicalRequest
{
    public static string Of(SentRequest request)
    {
        var type = request.Headers.GetValueOrDefault("Content-Type", "").Split(';')[0];
        var body = type.Contains("form", StringComparison.Ordinal) ? Form(request.Text)
            : type.Contains("json", StringComparison.Ordinal) && request.Text.Length > 0 ? Json(JsonNode.Parse(request.Text))
            : request.Text;
        var target = request.Headers.GetValueOrDefault("X-Amz-Target", "");
        var members = request.Headers
            .Where(h => h.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !Own().IsMatch(h.Key))
            .Select(h => $"{h.Key.ToLowerInvariant()}: {h.Value}").Order(StringComparer.Ordinal);
        var path = request.Uri.AbsolutePath.TrimEnd('/');
        return string.Join('\n', [$"{request.Method} {path}?{Form(request.Uri.Query.TrimStart('?'))}", target, .. members, body]);
    }

    private static string Form(string text) => string.Join(
        "\n&",
        text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => Uri.UnescapeDataString(p.Replace('+', ' ')))
            .Select(p => p.StartsWith("PresignedUrl=", StringComparison.Ordinal) ? Presigned(p) : p)
            .Order(StringComparer.Ordinal));

    /// <summary>The parameters of the URL itself: time, lifetime and signature are each side's own.</summary>
    private static string Presigned(string parameter)
    {
        var url = new Uri(parameter["PresignedUrl=".Length..]);
        return "PresignedUrl=" + string.Join(' ', url.Query.TrimStart('?').Split('&').Where(p => !p.StartsWith("X-Amz-", StringComparison.Ordinal))
            .Select(p => Uri.UnescapeDataString(p.Replace('+', ' '))).Order(StringComparer.Ordinal));
    }

    private static string Json(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(",", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => JsonSerializer.Serialize(p.Key) + ":" + Json(p.Value))) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(Json)) + "]",
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => v.GetValue<decimal>().ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        _ => node?.ToJsonString() ?? "null",
    };

    [GeneratedRegex("^x-amz-(date|content-sha256|target|api-version|user-agent|security-token|date)$", RegexOptions.IgnoreCase)]
    private static partial Regex Own();
}
