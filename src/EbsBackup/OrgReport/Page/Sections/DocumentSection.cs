using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>What stands around the page: its policy, style and script.</summary>
internal static class DocumentSection
{
    public static void Open(HtmlWriter html, ReportPageModel model) => Open(html, Words.Title(model));

    public static void Open(HtmlWriter html, Word title)
    {
        html.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{PageAsset.Style.Hash}'; script-src '{PageAsset.Script.Hash}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>
            """);
        html.Write($"{title}</title>\n<style>");
        html.WriteAsset(PageAsset.Style);
        html.Write($"</style>\n</head>\n<body>\n");
    }

    public static void Close(HtmlWriter html, ReportPageModel model)
    {
        html.Write($"""
            </main>
            <footer>
            <p>Made by EbsBackup of what AWS said at {model.AsOf}. All times are UTC. This page loads nothing from anywhere and runs its own script only.</p>
            </footer>
            <script>
            """);
        html.WriteAsset(PageAsset.Script);
        html.Write($"</script>\n</body>\n</html>\n");
    }
}
