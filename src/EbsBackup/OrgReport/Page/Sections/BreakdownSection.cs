using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>The states by account, by Region or by resource type.</summary>
internal static class BreakdownSection
{
    public static void Write(
        HtmlWriter html, ReportPageModel model, PageStatistics jobs, Breakdown breakdown, string id, string title, string column)
    {
        if (breakdown.Keys == 0)
            return;

        var shown = breakdown.WorstFirst();
        var rest = new JobCounts();
        rest.Add(breakdown.Rest);
        var limit = jobs.Limits.BreakdownRows;
        foreach (var entry in shown.Skip(limit))
            rest.Add(entry.Value);

        var caption = shown.Count > limit
            ? $"The {Words.Number(limit)} with most failures of {Words.Number(shown.Count)}; the others are counted together in the last rows."
            : "Most failures first.";
        caption += " Success: completed jobs among those that have ended.";
        html.Write($"<section><h3>{new Word(title)}</h3>\n");
        var columns = new Columns(jobs.Counts);
        Table.Open(html, id, "counts", caption, [column, "#Jobs", "#Success", "Shares", .. columns.Names]);
        foreach (var entry in shown.Take(limit))
        {
            html.Write($"<tr><th scope=\"row\">{(entry.Key.Length == 0 ? "–" : entry.Key)}");
            if (ReferenceEquals(breakdown, jobs.Accounts) && model.AccountNames?.TryGetValue(entry.Key, out var name) == true)
                html.Write($" <small>{name}</small>");
            html.Write($"</th>");
            WriteCounts(html, columns, entry.Value);
        }

        html.Write($"</tbody><tfoot>");
        if (rest.Total + rest.EndedLater > 0)
        {
            html.Write($"<tr><th scope=\"row\">All others</th>");
            WriteCounts(html, columns, rest);
        }

        html.Write($"<tr><th scope=\"row\">Total</th>");
        WriteCounts(html, columns, jobs.Counts);
        html.Write($"</tfoot></table></div>\n</section>\n");
    }

    private static void WriteCounts(HtmlWriter html, Columns columns, JobCounts counts)
    {
        Cells.Number(html, counts.Total);
        var ended = counts.Total - counts.InProgress;
        var success = counts[JobState.Completed];
        html.Write($"<td class=\"n\" data-v=\"{(ended == 0 ? -1 : success * 10_000 / ended)}\">{Words.Percent(success, ended)}</td><td>");
        Bar.Write(
            html,
            counts.Total,
            ("bad", counts.Failures),
            ("warn", counts.Issues + counts[JobState.Other]),
            ("busy", counts.InProgress),
            ("good", success - counts.Issues));
        html.Write($"</td>");
        columns.Write(html, counts);
        html.Write($"</tr>\n");
    }

    /// <summary>States that few reports have take a column only where they occur.</summary>
    private sealed class Columns(JobCounts totals)
    {
        private readonly bool other = totals[JobState.Other] > 0;
        private readonly bool later = totals.EndedLater > 0;

        public IEnumerable<string> Names =>
        [
            "#Failed", "#Expired", "#Aborted", "#Partial", .. other ? ["#Unknown state"] : (string[])[],
            "#Not ended", "#With issues", "#Completed", .. later ? ["#Created earlier", "#of them failed"] : (string[])[],
        ];

        public void Write(HtmlWriter html, JobCounts counts)
        {
            Cells.Alarm(html, counts[JobState.Failed]);
            Cells.Alarm(html, counts[JobState.Expired]);
            Cells.Alarm(html, counts[JobState.Aborted]);
            Cells.Alarm(html, counts[JobState.Partial]);
            if (other)
                Cells.Alarm(html, counts[JobState.Other]);
            Cells.Number(html, counts.InProgress);
            Cells.Number(html, counts.Issues);
            Cells.Number(html, counts[JobState.Completed]);
            if (!later)
                return;
            Cells.Number(html, counts.EndedLater);
            Cells.Alarm(html, counts.EndedLaterFailures);
        }
    }
}
