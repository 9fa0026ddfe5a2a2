using System.Text.RegularExpressions;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Texts that break naive CSV writers, and the documented way back from a neutralised cell.</summary>
internal static partial class HostileText
{
    private static readonly string[] Starts =
        ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A0", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201"];

    private static readonly string[] Leads =
        ["", " ", "   ", "\u00A0", "\u200B", "\uFEFF", "\u202E", "\t", "\0", "'", "''", " '", "' ", "\u3000", "\u0001"];

    private static readonly string[] Others =
    [
        "", " ", "plain", "a,b", "a;b", "say \"hi\"", "\"", "\"\"", "a\nb", "a\r\nb", "a\rb", "\r", "\n", "\r\n", "\t", "\tx",
        "a\r\n=1", "a\n+1", "a\r@x", "a\u2028=1", "a\u2029-1", "a\u0085=1", "a\v=1", "a\f=1", "a\n\n=1\n \u00A0=2\nb",
        "\u2028", "\0", "a\0b", "😀", "😀,😀", "👨‍👩‍👧‍👦", "עברית\u200F,=1", "\u202Eevil", "'", "''", "'=1\n'=1", "'x", "x'",
        " leading", "trailing ", "\u00A0x\u00A0", "{\"a\":\"=1\"}", "null", "NULL", "-", "=", "+", "@", "\r=1", "\n=1", "\r\n\r\n=1",
        "a\r\n\tb", "'\r", "'\t=", "<script>alert(1)</script>", "${jndi:ldap://x}", "a\u001Fb",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Leads.SelectMany(lead => Starts, (lead, start) => lead + start),
        .. Others,
        new string('x', 32 * 1024),
        string.Concat(Enumerable.Repeat("=\"1,\r\n", 32 * 1024 / 6)),
    ];

    /// <summary>Without the two that are 32 KiB long.</summary>
    public static IReadOnlyList<string> Short { get; } = [.. All.Where(text => text.Length < 1000)];

    /// <summary>Takes the apostrophe off each line that a spreadsheet would otherwise run, as docs/org-report.md tells readers to.</summary>
    public static string Restore(string cell) => NeutralisedLine().Replace(cell, "$1");

    /// <summary>Whether a spreadsheet might run the cell, or a line of it.</summary>
    public static bool Runs(string cell) => FormulaLine().IsMatch(cell);

    [GeneratedRegex(@"(?<=\A|[\n\r\v\f\u0085\u2028\u2029])'((?:'*\t|(?<=\A')'*\r|(?:(?![\n\r\v\f\u0085\u2028\u2029])['\s\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]))")]
    private static partial Regex NeutralisedLine();

    [GeneratedRegex(@"\A[\t\r]|(?<=\A|[\n\r\v\f\u0085\u2028\u2029])\t|(?<=\A|[\n\r\v\f\u0085\u2028\u2029])(?:(?![\n\r\v\f\u0085\u2028\u2029])[\s\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")]
    private static partial Regex FormulaLine();
}
