using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using EbsBackup.OrgReport.Page;
using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.Tests.OrgReport.Page;

internal static class RenderedPage
{
    public static async Task<string> HtmlAsync(ReportPageModel model)
    {
        using var stream = new MemoryStream();
        await ReportPage.WriteAsync(stream, model);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    /// <summary>As a browser parses it; fails on what the HTML standard calls a parse error.</summary>
    public static async Task<IHtmlDocument> DocumentAsync(ReportPageModel model) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(await HtmlAsync(model));

    public static string Visible(string text)
    {
        var visible = new StringBuilder();
        VisibleText.Append(visible, text);
        return System.Net.WebUtility.HtmlDecode(visible.ToString());
    }
}
