using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EbsBackup.Help;

/// <summary>What the compiler wrote of the documentation comments.</summary>
internal sealed partial class DocumentationComments(IEnumerable<XDocument> documents)
{
    private readonly Dictionary<string, XElement> _members =
        documents.Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);

    public string Summary(MemberInfo member) => Text(Find(member)?.Element("summary"));

    /// <summary>The paragraphs of the remarks.</summary>
    public IEnumerable<string> Remarks(MemberInfo member) =>
        Find(member)?.Element("remarks") is { } remarks ? remarks.Elements("para").DefaultIfEmpty(remarks).Select(Text) : [];

    /// <summary>Code and what it does.</summary>
    public IEnumerable<(string Code, string Remarks)> Examples(MemberInfo member) =>
        (Find(member)?.Elements("example") ?? []).Select(e => (Unindent(e.Element("code")!.Value), Text(e.Element("para"))));

    private XElement? Find(MemberInfo member) =>
        _members.GetValueOrDefault(member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}");

    private static string Text(XElement? element) =>
        element is null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Inline)), " ").Trim();

    private static string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("langword") ?? (string)see.Attribute("cref")!).Split('.', ':')[^1],
        XElement element => string.Concat(element.Nodes().Select(Inline)),
        _ => "",
    };

    private static string Unindent(string code)
    {
        var lines = code.Trim('\r', '\n').TrimEnd().Split('\n').Select(l => l.TrimEnd()).ToList();
        var indent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[indent..] : l));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
