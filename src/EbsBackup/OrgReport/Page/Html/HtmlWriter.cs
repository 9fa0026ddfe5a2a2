using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace EbsBackup.OrgReport.Page.Html;

/// <summary>
/// Writes HTML from interpolated strings: the literal parts are markup, every hole is a value and is escaped. A page cannot
/// be written without escaping, and a hole where escaping is not enough (a tag, a script, a style) is refused.
/// </summary>
internal sealed class HtmlWriter
{
    /// <summary>Characters of any one value. AWS's names and ARNs are shorter; what is longer is told to be cut.</summary>
    private const int MaxValueLength = 1_024;

    private readonly StringBuilder buffer = new();
    private Context context;
    private char quote;

    private enum Context
    {
        Text,
        Tag,
        Attribute,
    }

    /// <summary>Writes <paramref name="markup"/>, which has written itself while it was put together.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler writes to this instance.")]
    public void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;

    /// <summary>The page's own script or style sheet, whole: it goes between its tags as it is, and its hash is in the policy.</summary>
    public void WriteAsset(PageAsset asset) => buffer.Append(asset.Text);

    public async Task FlushAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(buffer.ToString());
        buffer.Clear();
        await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
    }

    internal void AppendMarkup(string literal)
    {
        foreach (var c in literal)
        {
            switch (context)
            {
                case Context.Text when c == '<':
                    context = Context.Tag;
                    break;
                case Context.Tag when c == '>':
                    context = Context.Text;
                    break;
                case Context.Tag when c is '"' or '\'':
                    (context, quote) = (Context.Attribute, c);
                    break;
                case Context.Attribute when c == quote:
                    context = Context.Tag;
                    break;
            }
        }

        buffer.Append(literal);
    }

    /// <summary>A value from outside: isolated, so that right-to-left text does not reorder what stands beside it.</summary>
    internal void AppendValue(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        RequireValueContext();
        var isolate = context == Context.Text;
        if (isolate)
            buffer.Append("<bdi>");
        if (value!.Length <= MaxValueLength)
            VisibleText.Append(buffer, value);
        else
            AppendCut(value);
        if (isolate)
            buffer.Append("</bdi>");
    }

    private void AppendCut(string value)
    {
        var length = char.IsHighSurrogate(value[MaxValueLength - 1]) ? MaxValueLength - 1 : MaxValueLength;
        VisibleText.Append(buffer, value.Substring(0, length));
        buffer.Append("… (").Append(Words.Number(value.Length - length)).Append(" more characters)");
    }

    /// <summary>A word of the page's own.</summary>
    internal void AppendWord(string? word)
    {
        RequireValueContext();
        VisibleText.Append(buffer, word ?? "");
    }

    internal void AppendNumber(long number)
    {
        RequireValueContext();
        buffer.Append(number.ToString(context == Context.Text ? "N0" : "D", CultureInfo.InvariantCulture));
    }

    internal void AppendInstant(DateTimeOffset instant)
    {
        RequireValueContext();
        var text = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (context == Context.Text)
            buffer.Append("<time>").Append(text).Append("</time>");
        else
            buffer.Append(text);
    }

    private void RequireValueContext()
    {
        if (context == Context.Tag)
            throw new InvalidOperationException("A value may stand in text or in a quoted attribute, not elsewhere in a tag.");
    }
}
