using System.Runtime.CompilerServices;

namespace EbsBackup.OrgReport.Page.Html;

/// <summary>Hands the parts of an interpolated string to an <see cref="HtmlWriter"/>: literals as markup, holes as values.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Markup(int literalLength, int formattedCount, HtmlWriter html)
{
    public int Length => literalLength + formattedCount;

    public void AppendLiteral(string literal) => html.AppendMarkup(literal);

    public void AppendFormatted(string? value) => html.AppendValue(value);

    public void AppendFormatted(Word word) => html.AppendWord(word.Text);

    public void AppendFormatted(long number) => html.AppendNumber(number);

    public void AppendFormatted(DateTimeOffset instant) => html.AppendInstant(instant);
}
