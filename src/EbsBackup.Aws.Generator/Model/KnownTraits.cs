using System.Text.Json;

namespace EbsBackup.Aws.Generator.Model;

/// <summary>
/// Every trait that the generator acts on or may ignore. Anything else is refused: a trait that is
/// silently skipped makes a client that compiles and sends the wrong bytes.
/// </summary>
internal static class KnownTraits
{
    private static readonly Dictionary<string, HashSet<string>> Known = new()
    {
        ["metadata"] =
        [
            "apiVersion", "endpointPrefix", "jsonVersion", "protocol", "protocols", "serviceAbbreviation",
            "serviceFullName", "serviceId", "signatureVersion", "signingName", "targetPrefix", "uid", "xmlNamespace",
            "auth", "globalEndpoint", "awsQueryCompatible",
        ],
        ["operation"] =
        [
            "name", "http", "input", "output", "errors", "idempotent", "readonly", "authtype", "auth",
            "unsignedPayload", "requestcompression", "staticContextParams", "documentation", "deprecated",
        ],
        ["http"] = ["method", "requestUri", "responseCode"],
        ["reference"] = ["shape", "resultWrapper", "locationName", "xmlNamespace"],
        ["member"] =
        [
            "shape", "location", "locationName", "queryName", "flattened", "idempotencyToken", "timestampFormat",
            "streaming", "jsonvalue", "contextParam", "documentation", "deprecated", "box", "xmlNamespace",
        ],
        ["item"] = ["shape", "locationName", "documentation", "xmlNamespace"],
        ["shape"] =
        [
            "type", "members", "required", "payload", "member", "key", "value", "enum", "flattened", "locationName",
            "timestampFormat", "streaming", "exception", "error", "fault", "synthetic", "retryable", "xmlOrder",
            "wrapper", "union", "box", "sensitive", "documentation", "deprecated", "min", "max", "pattern", "xmlNamespace",
        ],
        ["error"] = ["code", "httpStatusCode", "senderFault", "fault"],
        ["location"] = ["uri", "querystring", "header", "headers", "statusCode"],
        ["type"] =
        [
            "structure", "list", "map", "string", "integer", "long", "float", "double", "boolean", "timestamp", "blob",
        ],
        ["timestampFormat"] = ["iso8601", "rfc822", "unixTimestamp"],
        ["protocol"] = ["ec2", "query", "json", "rest-json"],
    };

    public static void Check(string kind, JsonElement node, string where)
    {
        foreach (var property in node.EnumerateObject())
            CheckValue(kind, property.Name, where);
    }

    public static void CheckValue(string kind, string value, string where)
    {
        if (!Known[kind].Contains(value))
            throw new ModelException($"{where}: the generator does not know the {kind} trait '{value}'.");
    }
}
