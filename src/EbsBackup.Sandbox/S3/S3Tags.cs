using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Tag sets, from the header and from XML.</summary>
internal static class S3Tags
{
    /// <summary>Query-style, as in <c>x-amz-tagging: a=1&amp;b=2</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseHeader(string header) =>
        Checked(QueryParameters.Parse(header.Replace('+', ' ')), most: 10);

    public static IReadOnlyList<KeyValuePair<string, string>> ParseXml(XElement tagging, int most) =>
        Checked(
            [.. (tagging.Child("TagSet") ?? throw S3Errors.MalformedXml()).Children("Tag")
                .Select(t => new KeyValuePair<string, string>(t.Text("Key") ?? throw S3Errors.MalformedXml(), t.Text("Value") ?? ""))],
            most);

    public static XElement ToXml(IEnumerable<KeyValuePair<string, string>> tags) =>
        S3Xml.Element("Tagging", S3Xml.Element("TagSet", tags.Select(t =>
            S3Xml.Element("Tag", S3Xml.Element("Key", t.Key), S3Xml.Element("Value", t.Value)))));

    private static IReadOnlyList<KeyValuePair<string, string>> Checked(IReadOnlyList<KeyValuePair<string, string>> tags, int most)
    {
        if (tags.Count > most)
            throw new AwsErrorException("BadRequest", $"Object tags cannot be greater than {most}");
        if (tags.Any(t => t.Key.Length is 0 or > 128))
            throw new AwsErrorException("InvalidTag", "The TagKey you have provided is invalid");
        if (tags.Any(t => t.Value.Length > 256))
            throw new AwsErrorException("InvalidTag", "The TagValue you have provided is invalid");
        if (tags.DistinctBy(t => t.Key).Count() != tags.Count)
            throw new AwsErrorException("InvalidTag", "Cannot provide multiple Tags with the same key");
        return tags;
    }
}
