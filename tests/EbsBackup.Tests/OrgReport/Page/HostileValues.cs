namespace EbsBackup.Tests.OrgReport.Page;

/// <summary>Values that break out of naive HTML. Each tries to leave a mark: the title, an attribute of the root, or a network call.</summary>
internal static class HostileValues
{
    private const string Run = "document.title='RAN'";

    private static readonly string[] Breakouts =
    [
        $"<script>{Run}</script>", $"<SCRIPT>{Run}</SCRIPT>", $"<script\n>{Run}</script\n>", $"</script><script>{Run}</script>",
        $"</style><script>{Run}</script>", $"</title><script>{Run}</script>", $"</textarea><script>{Run}</script>", $"<![CDATA[<script>{Run}</script>]]>",
        $"]]><script>{Run}</script>", $"--><script>{Run}</script>", $"<!--<script>{Run}</script>", $"<!-- --!><img src=x onerror={Run}>",
        $"<img src=x onerror=\"{Run}\">", $"<img src=x onerror={Run}//", $"<svg onload={Run}>", $"<svg><script>{Run}</script></svg>",
        $"<svg><style><img src=x onerror={Run}></style>", $"<math><mtext></p><img src=x onerror={Run}>", $"<iframe srcdoc=\"<script>parent.{Run}</script>\">",
        $"<iframe src=\"javascript:parent.{Run}\">", $"<object data=\"javascript:{Run}\">", $"<embed src=\"javascript:{Run}\">", $"<a href=\"javascript:{Run}\">x</a>",
        $"javascript:{Run}", $"JaVaScRiPt:{Run}", $"java\tscript:{Run}", $"java\0script:{Run}", $" javascript:{Run}", "data:text/html,<script>alert(1)</script>",
        $"<details open ontoggle={Run}>", $"<input autofocus onfocus={Run}>", $"<body onload={Run}>", "<base href=\"https://example.com/\">",
        "<meta http-equiv=refresh content=\"0;url=https://example.com/\">", "<link rel=stylesheet href=https://example.com/a.css>", "<style>*{display:none}</style>",
        "<form action=https://example.com><button>", "</bdi></td></tr></tbody></table></div></section></main></body></html>", "<table><tr><td>", "<plaintext>", "<xmp>",
        "<noscript><p title=\"</noscript><img src=x onerror=1>\">", "<template><script>1</script></template>", "<frameset><frame src=x>",
        $"\" onmouseover=\"{Run}", $"' onmouseover='{Run}", $"\" autofocus onfocus=\"{Run}\" x=\"", $"\"><script>{Run}</script>", $"'><script>{Run}</script>",
        $"` onmouseover={Run}", $"x onmouseover={Run}", $"\\\" onmouseover=\\\"{Run}", $"&quot; onmouseover=&quot;{Run}", $"&#34;><script>{Run}</script>",
        $"&lt;script&gt;{Run}&lt;/script&gt;", "&amp;lt;", "&", "&&", "&nosuch;", "&#0;", "&#x202E;", "&amp", "<", ">", "<>", "< script", "</", "<!", "<?", "<?xml?>",
        $"+ADw-script+AD4-{Run}+ADw-/script+AD4-", $"\uFF1Cscript\uFF1E{Run}\uFF1C/script\uFF1E", $"\u003Cscript\u003E{Run}", $"%3Cscript%3E{Run}", $"\\u003cscript\\u003e{Run}",
        $"${{{Run}}}", $"{{{{constructor.constructor('{Run}')()}}}}", $"<%= {Run} %>", "${jndi:ldap://example.com/x}",
    ];

    private static readonly string[] Marks =
    [
        "\u202Egnp.exe", "a\u202Eb\u202Cc", "\u2066a\u2069", "\u2067a", "\u200Fa", "\u200Ea", "\u061Ca", "עברית", "שלום (world) 1-2", "مرحبا ٣", "a\u2028b", "a\u2029b",
        "a\u0085b", "\0", "a\0b", "\u0001\u0002\u001F", "\u007F", "\u0080\u009F", "\u001B[31mred", "a\bb", "a\fb", "a\vb", "\uFEFF", "a\uFEFFb", "a\u200Bb", "a\u00ADb", "a\u2060b",
        "\uFFF9a\uFFFAb\uFFFB", "\uFFFE", "\uFFFF", "\uFDD0", "\uD800", "\uDC00", "a\uD83Db", "\uDE00\uD83D", "😀", "👨‍👩‍👧‍👦", "\U000E0041\U000E0042", "\U0001FFFE", "\U0010FFFF",
        "Z̷̡̢͇̗͎̈́̒͘a̵͔͐l̶̠̈g̸̝̽o̵͚̎", "e\u0301", "\u0301", "می‌خواهم", "क्‍ष", "ﷺ", "a\u0378b",
        "", " ", "   ", "\t", "\n", "\r", "\r\n", "a\nb", "a\r\nb", "a\rb", "\n\n\n", " x ", "null", "undefined", "NaN", "true", "0", "-1", "1e309",
    ];

    private static readonly string[] Identifiers =
    [
        "../../etc/passwd", "..\\..\\x", "C:\\x", "//example.com/x", "https://example.com/", "file:///etc/passwd", "arn:aws:ec2:us-east-1:1:volume/\"><script>", "arn:", "arn:::::",
        "__proto__", "constructor", "toString", "hasOwnProperty", "failed", "FAILED ", "FAILED\0", "\uFF26AILED", "COMPLETED\n", "COMPLETED\" class=\"x", "#gaps", "C001", "gaps", "backup-failures",
        "=1+1", "@SUM(A1)", "' or 1=1 --", "\"; DROP TABLE jobs; --", "${{7*7}}", "%s%s%n", "{0}{1}", "$(id)", "`id`", "@import", "url(x)", "expression(1)", "-->", "| id", "; id", "a|b", "a;b", "a,b", "a\"b", "a'b", "\\", "\\n", "/*", "*/", "//",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Breakouts, .. Marks, .. Identifiers,
        new string('x', 32 * 1024), string.Concat(Enumerable.Repeat("<b>\"&\u202E", 4 * 1024)), new string('\u0301', 32 * 1024), string.Concat(Enumerable.Repeat("😀", 16 * 1024)),
        string.Concat(Enumerable.Repeat("x ", 16 * 1024)), new string('<', 32 * 1024), new string('"', 32 * 1024), new string('\n', 32 * 1024),
    ];
}
