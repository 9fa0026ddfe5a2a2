using System.Globalization;
using System.Text;

namespace EbsBackup.OrgReport;

/// <summary>
/// Keeps a spreadsheet from running a cell. A cell, or a line of one, that would begin a formula gets an apostrophe before
/// it: where apostrophes, white space and invisible characters, if any, lead to one of <c>= + - @</c> or its full-width
/// form, where a tab comes first, or where a cell begins with a carriage return
/// (https://owasp.org/www-community/attacks/CSV_Injection). Apostrophes count as leading, so that taking one off each
/// line that still answers this description gives back the original, whatever that was.
/// </summary>
internal static class FormulaGuard
{
    public const string LineBreakChars = "\n\r\v\f\u0085\u2028\u2029";

    private const char Prefix = '\'';

#if NETFRAMEWORK
    private static readonly char[] LineBreaks = LineBreakChars.ToCharArray();
#else
    private static readonly System.Buffers.SearchValues<char> LineBreaks = System.Buffers.SearchValues.Create(LineBreakChars);
#endif

    public static string Neutralise(string text)
    {
        if (text.Length == 0) return text;
        var lineBreak = NextLineBreak(text, 0);
        if (lineBreak < 0) return BeginsFormula(text, 0) ? Prefix + text : text;

        var result = new StringBuilder(text.Length + 8);
        var start = 0;
        while (true)
        {
            if (BeginsFormula(text, start)) result.Append(Prefix);
            if (lineBreak < 0) return result.Append(text, start, text.Length - start).ToString();
            result.Append(text, start, lineBreak + 1 - start);
            start = lineBreak + 1;
            lineBreak = NextLineBreak(text, start);
        }
    }

    /// <summary>Whether a text of visible ASCII characters and spaces is sure to have nothing to neutralise, nor white space at an end.</summary>
    public static bool IsHarmless(ReadOnlySpan<byte> visibleAscii) => visibleAscii.IsEmpty
        || (visibleAscii[0] is not ((byte)' ' or (byte)Prefix or (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@') && visibleAscii[visibleAscii.Length - 1] != ' ');

    private static int NextLineBreak(string text, int start)
    {
#if NETFRAMEWORK
        return text.IndexOfAny(LineBreaks, start);
#else
        var found = text.AsSpan(start).IndexOfAny(LineBreaks);
        return found < 0 ? found : found + start;
#endif
    }

    private static bool BeginsFormula(string text, int start)
    {
        var i = start;
        while (i < text.Length && text[i] == Prefix) i++;
        if (i < text.Length && (text[i] == '\t' || (text[i] == '\r' && start == 0))) return true;
        while (i < text.Length && IsLeading(text[i])) i++;
        return i < text.Length && text[i] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
    }

    private static bool IsLeading(char c)
    {
        if (c > ' ' && c < '\u007F') return c == Prefix;
        if (LineBreakChars.IndexOf(c) >= 0) return false;
        return char.IsWhiteSpace(c) || char.IsControl(c)
            || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format;
    }
}
