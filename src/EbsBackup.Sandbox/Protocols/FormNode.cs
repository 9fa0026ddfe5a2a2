using System.Globalization;
using System.Text;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>A form's dotted names as a tree: <c>Filter.1.Value.2</c>.</summary>
internal sealed class FormNode
{
    private readonly Dictionary<string, FormNode> _children = new(StringComparer.Ordinal);

    public string? Value { get; private set; }

    public IReadOnlyDictionary<string, FormNode> Children => _children;

    /// <summary>The children with a number for a name, in the numbers' order.</summary>
    public IEnumerable<FormNode> Numbered => _children
        .Where(c => int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderBy(c => int.Parse(c.Key, CultureInfo.InvariantCulture))
        .Select(c => c.Value);

    public static FormNode Parse(string form)
    {
        var root = new FormNode();
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var node = root;
            foreach (var part in Decode(equals < 0 ? pair : pair[..equals]).Split('.'))
            {
                if (!node._children.TryGetValue(part, out var child)) node._children[part] = child = new();
                node = child;
            }

            node.Value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        return root;
    }

    public static FormNode Parse(ReadOnlyMemory<byte> body, string query) =>
        Parse(body.IsEmpty ? query : query.Length == 0 ? Encoding.UTF8.GetString(body.Span) : query + "&" + Encoding.UTF8.GetString(body.Span));

    public FormNode? Child(string name) => _children.GetValueOrDefault(name);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
