using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>The slowest or the largest jobs.</summary>
internal static class TopSection
{
    public static void Slowest(HtmlWriter html, ReportPageModel model, PageStatistics jobs, string id) =>
        Write(html, model, jobs.Slowest, id, "Slowest", "From creation to the end, or until now if a job has not ended.", "#Lasted", Cells.Duration);

    public static void Largest(HtmlWriter html, ReportPageModel model, PageStatistics jobs, string id) =>
        Write(html, model, jobs.Largest, id, "Largest", "By backup size.", "#Size", Cells.Size);

    private static void Write(
        HtmlWriter html, ReportPageModel model, TopJobs top, string id, string title, string caption, string measure, Action<HtmlWriter, long?> cell)
    {
        if (top.Count == 0)
            return;

        html.Write($"<section><h3>{new Word(title)}</h3>\n");
        Table.Open(html, id, "rows top", $"The first {top.Count}. {caption}", measure, "State", "Resource", "Type", "Account", "Region", "Created and ended");
        foreach (var (value, job) in top.Jobs)
        {
            html.Write($"<tr>");
            cell(html, value);
            Cells.State(html, job);
            Cells.Resource(html, job.ResourceName, job.ResourceArn);
            Cells.Name(html, job.ResourceType);
            Cells.Account(html, model, job.AccountId);
            Cells.Name(html, job.Region);
            Cells.Span(html, job.CreationDate, job.CompletionDate);
            html.Write($"</tr>\n");
        }

        Table.Close(html);
        html.Write($"</section>\n");
    }
}
