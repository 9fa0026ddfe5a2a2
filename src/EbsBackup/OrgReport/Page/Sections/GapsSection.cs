using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>What could not be read, before any figure that lacks it.</summary>
internal static class GapsSection
{
    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        if (model.Gaps.Count == 0)
            return;

        var limit = model.BackupJobs.Limits.Gaps;
        html.Write($"<section class=\"gaps\"><h2>Could not be read</h2>\n");
        Word caption = model.Gaps.Count > limit
            ? $"Showing {limit} of {Words.Number(model.Gaps.Count)}; all are in the manifest."
            : model.Gaps.All(gap => gap.What == "coverage") ? "What is there may have no backup: it is counted as unknown."
            : "What happened there is in no figure of this page: it may have failed.";
        Table.Open(html, "gaps", "rows", caption, "What", "Account", "Region", "Why", "What to do");
        foreach (var gap in model.Gaps.Take(limit))
        {
            html.Write($"<tr>");
            Cells.Name(html, gap.What);
            if (gap.AccountId is null)
                html.Write($"<td class=\"g\">all accounts</td>");
            else
                Cells.Account(html, model, gap.AccountId);
            if (gap.Region is null)
                html.Write($"<td class=\"g\">all Regions</td>");
            else
                Cells.Name(html, gap.Region);
            html.Write($"<td class=\"m\">");
            Cells.Message(html, ListedJob.Of(new PageJob { StatusMessage = gap.Error }, model.BackupJobs.Limits.MessageLength));
            html.Write($"</td>");
            Cells.Text(html, gap.RecommendedAction);
            html.Write($"</tr>\n");
        }

        Table.Close(html);
        html.Write($"</section>\n");
    }
}
