using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>Links to the parts that this page has.</summary>
internal static class NavigationSection
{
    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        html.Write($"<nav aria-label=\"Parts of this page\">");
        Link(html, model.Gaps.Count > 0, "gaps", "Could not be read");
        Link(html, model.Trend is not null, "trend", "30 days");
        Link(html, true, "backup", "Backup jobs");
        Link(html, model.BackupJobs.Failures.Total > 0, "backup-failures", "Failures");
        Link(html, model.BackupJobs.Accounts.Keys > 0, "backup-accounts", "Accounts");
        Link(html, model.BackupJobs.ResourceTypes.Keys > 0, "backup-types", "Types");
        Link(html, model.BackupJobs.Slowest.Count > 0, "backup-slowest", "Slowest");
        Link(html, model.Coverage is not null, "coverage", "Coverage");
        Link(html, model.CopyJobs is not null, "copy", "Copy jobs");
        Link(html, model.RestoreJobs is not null, "restore", "Restore jobs");
        Link(html, model.Files.Count > 0, "files", "Files");
        html.Write($"</nav>\n");
    }

    private static void Link(HtmlWriter html, bool exists, Word id, Word name)
    {
        if (exists)
            html.Write($"<a href=\"#{id}\">{name}</a>\n");
    }
}
