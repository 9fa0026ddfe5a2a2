namespace EbsBackup.OrgReport.Page.Html;

/// <summary>What is common to all tables: a caption that says what is in it, headers that sort, and a frame that scrolls.</summary>
internal static class Table
{
    /// <param name="id">In the page; also the target of links.</param>
    /// <param name="kind"><c>counts</c> scrolls sideways where it is narrow; <c>rows</c> becomes a list there.</param>
    /// <param name="columns">A header that begins with <c>#</c> stands over numbers.</param>
    public static void Open(HtmlWriter html, Word id, Word kind, Word caption, params string[] columns)
    {
        html.Write($"<div class=\"frame\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">\n");
        html.Write($"<table class=\"data {kind}\" id=\"{id}\"><caption id=\"{id}-caption\">{caption}</caption>\n<thead><tr>");
        foreach (var column in columns)
        {
            if (column[0] == '#')
                html.Write($"<th scope=\"col\" class=\"n\">{new Word(column.Substring(1))}</th>");
            else
                html.Write($"<th scope=\"col\">{new Word(column)}</th>");
        }

        html.Write($"</tr></thead>\n<tbody>\n");
    }

    public static void Close(HtmlWriter html) => html.Write($"</tbody></table></div>\n");
}
