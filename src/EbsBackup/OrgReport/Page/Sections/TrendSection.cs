using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>Thirty days: failures on a scale of their own, since three among ten thousand would not be seen, and all jobs below.</summary>
internal static class TrendSection
{
    private const long Height = 100;

    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        if (Trend.Of(model) is not { } trend)
            return;

        var known = trend.Points.Where(point => !point.Missing).ToList();
        var (mostFailures, most) = (known.Max(point => point.Failures), known.Max(point => point.Total));
        html.Write($"<section id=\"trend\"><h2>{Trend.Days} days</h2>\n");
        html.Write($"<p>{known.Count} of {Trend.Days} days have a report. A day without one may have had failures: it is not a day with none.</p>\n");
        Chart(html, trend, "Did not succeed", mostFailures, (point, max) => Column(html, max, ("bad", point.Failures)));
        Chart(html, trend, "All jobs", most, (point, max) => Column(
            html,
            max,
            ("bad", point.Failures),
            ("warn", point.Issues + point.Other),
            ("busy", point.InProgress),
            ("good", point.Clean)));
        html.Write($"<p class=\"keys\" aria-hidden=\"true\"><span class=\"key bad\">did not succeed</span> <span class=\"key warn\">with issues</span> <span class=\"key busy\">not ended when read</span> <span class=\"key good\">completed</span> <span class=\"key missing\">no report</span> <span class=\"key partial\">not everything was read</span></p>\n");
        Days(html, trend);
        html.Write($"</section>\n");
    }

    private static void Chart(HtmlWriter html, Trend trend, Word name, long max, Action<TrendPoint, long> column)
    {
        html.Write($"<figure class=\"chart\" aria-hidden=\"true\"><figcaption>{name}, at most {max} a day</figcaption>\n<ol>\n");
        foreach (var point in trend.Points)
        {
            Word kind = point.Missing ? "missing" : point.Partial ? "partial" : "known";
            html.Write($"<li class=\"{kind}\" title=\"{Title(point)}\">");
            if (!point.Missing)
                column(point, max);
            html.Write($"<span>{new Word(point.Day.Day.ToString("00", System.Globalization.CultureInfo.InvariantCulture))}</span></li>\n");
        }

        html.Write($"</ol></figure>\n");
    }

    /// <summary>The parts of one day, the first at the bottom.</summary>
    private static void Column(HtmlWriter html, long max, params (Word Kind, long Count)[] parts)
    {
        html.Write($"<svg viewBox=\"0 0 1 {Height}\" preserveAspectRatio=\"none\">");
        var top = Height;
        foreach (var (kind, count) in parts)
        {
            if (count == 0)
                continue;
            var height = Math.Min(Math.Max((long)Math.Round((double)Height * count / max), 2), top);
            top -= height;
            html.Write($"<rect class=\"{kind}\" y=\"{top}\" width=\"1\" height=\"{height}\"/>");
        }

        html.Write($"</svg>");
    }

    private static Word Title(TrendPoint point) => point.Missing
        ? $"{Words.Day(point.Day).Text}: no report"
        : $"{Words.Day(point.Day).Text}: {Words.Number(point.Failures)} of {Words.Number(point.Total)} did not succeed{(point.Partial ? ", not everything was read" : "")}";

    private static void Days(HtmlWriter html, Trend trend)
    {
        html.Write($"<details><summary>The {Trend.Days} days as a table</summary>\n");
        Table.Open(html, "days", "counts", "Jobs by the day of their report, newest first", "Day", "Report", "#Jobs", "#Did not succeed", "#With issues", "#Not ended", "#Completed");
        foreach (var point in trend.Points.Reverse())
        {
            Word report = point.Missing ? "none" : point.Partial ? "not everything was read" : "whole";
            html.Write($"<tr><th scope=\"row\">{Words.Day(point.Day)}{new Word(point.Own ? " (this report)" : "")}</th><td>{report}</td>");
            if (point.Missing)
            {
                html.Write($"<td class=\"n\">?</td><td class=\"n\">?</td><td class=\"n\">?</td><td class=\"n\">?</td><td class=\"n\">?</td></tr>\n");
                continue;
            }

            Cells.Number(html, point.Total);
            Cells.Alarm(html, point.Failures);
            Cells.Number(html, point.Issues);
            Cells.Number(html, point.InProgress);
            Cells.Number(html, point.Clean + point.Issues);
            html.Write($"</tr>\n");
        }

        Table.Close(html);
        html.Write($"</details>\n");
    }
}
