using System.Globalization;
using System.Text;

namespace EbsBackup.OrgReport.Page.Html;

/// <summary>
/// Text that shows what it holds. Characters that have no shape, or that reorder what stands around them, are written as
/// <c>[U+202E]</c>: they could hide or forge a part of a name. Line breaks become line feeds.
/// </summary>
internal static class VisibleText
{
    public static void Append(StringBuilder output, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\x7f' or '\n' or '\t')
            {
                Escape(output, c);
            }
            else if (c == '\r')
            {
                if (i + 1 == text.Length || text[i + 1] != '\n')
                    output.Append('\n');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                AppendPair(output, c, text[++i]);
            }
            else if (IsHidden(CharUnicodeInfo.GetUnicodeCategory(c), c))
            {
                AppendCode(output, c);
            }
            else
            {
                output.Append(c);
            }
        }
    }

    private static void AppendPair(StringBuilder output, char high, char low)
    {
        var code = char.ConvertToUtf32(high, low);
        // Tags (U+E0000) can carry a whole invisible message; the last two code points of each plane are no characters.
        if (code is >= 0xE0000 and < 0xE0100 || (code & 0xFFFE) == 0xFFFE)
            AppendCode(output, code);
        else
            output.Append(high).Append(low);
    }

    private static bool IsHidden(UnicodeCategory category, char c) => category switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate => true,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        // Joiners shape Persian and Indic words and emoji.
        UnicodeCategory.Format => c is not ('\u200c' or '\u200d'),
        // U+FFFE and U+FFFF, and those not in use.
        UnicodeCategory.OtherNotAssigned => c >= '\ufff0' || c is >= '\ufdd0' and <= '\ufdef',
        _ => false,
    };

    private static void AppendCode(StringBuilder output, int code) =>
        output.Append("[U+").Append(code.ToString("X4", CultureInfo.InvariantCulture)).Append(']');

    private static void Escape(StringBuilder output, char c)
    {
        switch (c)
        {
            case '&': output.Append("&amp;"); break;
            case '<': output.Append("&lt;"); break;
            case '>': output.Append("&gt;"); break;
            case '"': output.Append("&quot;"); break;
            case '\'': output.Append("&#39;"); break;
            default: output.Append(c); break;
        }
    }
}
