using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>S3's XML answers.</summary>
internal static class S3Xml
{
    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // Control characters in keys go out as character references, which XML 1.0 forbids and S3 sends all the same.
    private static readonly XmlWriterSettings Settings = new()
    {
        CheckCharacters = false,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
    };

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>Nothing when the value is null: an absent member is an absent element.</summary>
    public static XElement? Optional(string name, object? value) => value is null ? null : Element(name, value);

    public static string Timestamp(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", CultureInfo.InvariantCulture);

    public static SandboxResponse Response(XElement root, int statusCode = 200) =>
        new() { StatusCode = statusCode, Body = Bytes(root), Headers = { ["Content-Type"] = "application/xml" } };

    public static SandboxResponse Error(AwsErrorException error, string requestId, string hostId, string resource)
    {
        var root = new XElement("Error", new XElement("Code", error.Code), new XElement("Message", error.Message));
        foreach (var (name, value) in error.Details)
            root.Add(new XElement(name, value));
        root.Add(new XElement("Resource", resource), new XElement("RequestId", requestId), new XElement("HostId", hostId));
        return Response(root, error.StatusCode);
    }

    private static byte[] Bytes(XElement root)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
            root.Save(writer);
        return stream.ToArray();
    }

    /// <summary>The text of a child, whatever its namespace; null when absent.</summary>
    public static string? Text(this XElement parent, string name) => parent.Child(name)?.Value;

    public static XElement? Child(this XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);
}
