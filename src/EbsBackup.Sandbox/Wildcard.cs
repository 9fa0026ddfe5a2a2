namespace EbsBackup.Sandbox;

/// <summary>Patterns as EC2 filters and IAM actions have them: <c>*</c> any text, <c>?</c> one character, <c>\</c> takes the next as it is.</summary>
internal static class Wildcard
{
    /// <param name="pattern">Null matches everything.</param>
    public static bool Matches(string? pattern, string text, bool ignoreCase = false)
    {
        if (pattern is null) return true;
        if (pattern.AsSpan().IndexOfAny('*', '?', '\\') < 0)
            return string.Equals(pattern, text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
                continue;
            }

            var escaped = p + 1 < pattern.Length && pattern[p] == '\\';
            var literal = p < pattern.Length && Same(pattern[escaped ? p + 1 : p], text[t], ignoreCase);
            if (literal || (p < pattern.Length && !escaped && pattern[p] == '?'))
            {
                p += escaped ? 2 : 1;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        ignoreCase ? char.ToUpperInvariant(a) == char.ToUpperInvariant(b) : a == b;
}
