using System.Text;

namespace EbsBackup.OrgReport.Page;

/// <summary>
/// What a status message has in common with others of the same cause: ids, ARNs, numbers and times are left out,
/// so that 4,000 messages that differ in a snapshot id are one cause.
/// </summary>
internal static class CauseText
{
    private const int MaxLength = 300;

    /// <summary>Characters of a message that are looked at. What tells causes apart stands at its beginning.</summary>
    private const int MaxRead = 1_000;

    /// <summary>Words of at least this length with a digit in them are ids; <c>EC2</c>, <c>S3</c> and <c>SHA256</c> are not.</summary>
    private const int IdLength = 8;

    public static string Of(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
            return "";

        var text = message!.Length > MaxRead ? message.Substring(0, MaxRead) : message;
        var cause = new StringBuilder(Math.Min(text.Length, MaxLength));
        var at = 0;
        while (at < text.Length && cause.Length < MaxLength)
        {
            var start = at;
            if (IsWord(text[at]))
            {
                while (at < text.Length && IsWord(text[at]))
                    at++;
                AppendWord(cause, text, start, at);
            }
            else if (char.IsWhiteSpace(text[at]))
            {
                while (at < text.Length && char.IsWhiteSpace(text[at]))
                    at++;
                cause.Append(' ');
            }
            else
            {
                cause.Append(text[at++]);
            }
        }

        if (at < message.Length)
            cause.Append('…');
        return cause.ToString().Trim();
    }

    private static void AppendWord(StringBuilder cause, string text, int start, int end)
    {
        // A full stop or colon after a word ends the sentence, not the id.
        var stop = end;
        while (stop > start && text[stop - 1] is '.' or ':' or '-' or '/')
            stop--;

        if (IsVariable(text, start, stop))
            cause.Append('…');
        else
            cause.Append(text, start, Math.Min(stop - start, MaxLength));
        cause.Append(text, stop, Math.Min(end - stop, MaxLength));
    }

    private static bool IsVariable(string text, int start, int end)
    {
        int digits = 0, joints = 0;
        for (var i = start; i < end; i++)
        {
            if (text[i] is >= '0' and <= '9')
                digits++;
            else if (text[i] is '-' or ':' or '/' or '.')
                joints++;
        }

        var length = end - start;
        return string.CompareOrdinal(text, start, "arn:", 0, 4) == 0
            || (digits > 0 && (digits + joints == length || length >= IdLength || (joints > 0 && length >= 3)));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or ':' or '/' or '.' or '+' or '@';
}
