using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>All that is said of one kind of job.</summary>
internal static class JobsSection
{
    public static void Backup(HtmlWriter html, ReportPageModel model) => Write(html, model, model.BackupJobs, "backup", "Backup jobs");

    public static void Copy(HtmlWriter html, ReportPageModel model) => Write(html, model, model.CopyJobs, "copy", "Copy jobs");

    public static void Restore(HtmlWriter html, ReportPageModel model) => Write(html, model, model.RestoreJobs, "restore", "Restore jobs");

    private static void Write(HtmlWriter html, ReportPageModel model, PageStatistics? jobs, string id, string title)
    {
        if (jobs is null)
            return;

        html.Write($"<section id=\"{new Word(id)}\"><h2>{new Word(title)}</h2>\n");
        if (jobs.Counts.Total + jobs.Counts.EndedLater == 0)
        {
            html.Write($"<p>None in this window.</p></section>\n");
            return;
        }

        SummarySection.Write(html, jobs);
        ProblemsSection.Write(html, model, jobs.Failures, $"{id}-failures", "Failures by cause", "Jobs that did not succeed");
        BreakdownSection.Write(html, model, jobs, jobs.Accounts, $"{id}-accounts", "By account", "Account");
        BreakdownSection.Write(html, model, jobs, jobs.ResourceTypes, $"{id}-types", "By resource type", "Resource type");
        BreakdownSection.Write(html, model, jobs, jobs.Regions, $"{id}-regions", "By Region", "Region");
        TopSection.Slowest(html, model, jobs, $"{id}-slowest");
        TopSection.Largest(html, model, jobs, $"{id}-largest");
        ProblemsSection.Write(html, model, jobs.Issues, $"{id}-issues", "Completed with issues", "Jobs completed with issues");
        html.Write($"</section>\n");
    }
}
