using System.Text;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>Lists and maps in HTTP headers.</summary>
internal static class RestHeaders
{
    /// <summary>A list's item as it stands in a header: quoted when a comma or a quote in it would be misread.</summary>
    public static string Quoted(string item) =>
        item.IndexOfAny([',', '"']) < 0 ? item : "\"" + item.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    public static IEnumerable<string> Split(string header)
    {
        var item = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < header.Length; i++)
        {
            var c = header[i];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '\\' && quoted && i + 1 < header.Length)
            {
                item.Append(header[++i]);
            }
            else if (c == ',' && !quoted)
            {
                yield return item.ToString().Trim();
                item.Clear();
            }
            else
            {
                item.Append(c);
            }
        }

        yield return item.ToString().Trim();
    }

    /// <summary>Dates in headers have one comma of their own: `Mon, 16 Dec 2019 23:48:18 GMT`.</summary>
    public static IEnumerable<string> SplitDates(string header)
    {
        var parts = header.Split(',');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Trim();
            yield return part.Length == 3 && i + 1 < parts.Length ? part + ", " + parts[++i].Trim() : part;
        }
    }

    public static Dictionary<string, string> WithPrefix(IWebResponseData response, string prefix) =>
        response.GetHeaderNames()
            .Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(n => n.Substring(prefix.Length), response.GetHeaderValue);
}
