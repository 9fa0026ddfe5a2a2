using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>The jobs by AWS's states: the figures of the CSV files.</summary>
internal static class SummarySection
{
    private static readonly JobState[] Order =
    [
        JobState.Failed, JobState.Expired, JobState.Aborted, JobState.Partial, JobState.Other,
        JobState.Created, JobState.Pending, JobState.Running, JobState.Aborting, JobState.Completed,
    ];

    public static void Write(HtmlWriter html, PageStatistics jobs)
    {
        var counts = jobs.Counts;
        html.Write($"<dl class=\"tiles\">\n");
        Tile(html, "none", "Jobs created", counts.Total);
        foreach (var state in Order)
        {
            // The states of every report stand there as 0 too: a figure that is absent could be taken for one not looked at.
            if (counts[state] == 0 && state is not (JobState.Failed or JobState.Expired or JobState.Aborted or JobState.Partial or JobState.Completed))
                continue;
            Tile(html, Kind(state, counts[state]), state == JobState.Other ? "Unknown state" : state.ToString(), counts[state]);
        }

        Tile(html, counts.Issues > 0 ? "warn" : "none", "Completed with issues", counts.Issues);
        if (counts.EndedLater > 0)
            Tile(html, counts.EndedLaterFailures > 0 ? "bad" : "none", "Created earlier, ended now", counts.EndedLater);
        html.Write($"<div class=\"tile none\"><dt>In completed jobs</dt><dd>{Words.Size(jobs.CompletedBytes)}</dd></div>\n</dl>\n");
        Bar.Write(
            html,
            counts.Total,
            ("bad", counts.Failures),
            ("warn", counts.Issues + counts[JobState.Other]),
            ("busy", counts.InProgress),
            ("good", counts[JobState.Completed] - counts.Issues));
    }

    private static void Tile(HtmlWriter html, Word kind, Word name, long count) =>
        html.Write($"<div class=\"tile {kind}\"><dt>{name}</dt><dd>{count}</dd></div>\n");

    private static Word Kind(JobState state, long count) =>
        count == 0 ? "none" : state == JobState.Completed ? "good" : state.IsFailure() ? "bad" : state.IsInProgress() ? "busy" : "warn";
}
