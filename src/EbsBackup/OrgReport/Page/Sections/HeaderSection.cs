using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>What the reader wants to know first: what failed, what is not known, and whether it is worse than the day before.</summary>
internal static class HeaderSection
{
    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        html.Write($"""
            <header>
            <p class="scope">AWS Backup jobs of {model.Scope}</p>
            <h1>
            """);
        WriteWindow(html, Words.Window(model));
        html.Write($"</h1>\n<p class=\"facts\">");
        html.Write($"{model.WindowStart} to {model.WindowEnd} · {model.Regions.Count} {Word.Plural(model.Regions.Count, "Region")} · read at {model.AsOf}{new Word(model.AsOf < model.WindowEnd ? ", before the window was over" : "")}");
        html.Write($" · report <span class=\"badge {OutcomeKind(model)}\">{new Word(model.Outcome.ToString())}</span></p>\n");
        foreach (var note in model.Notes) html.Write($"<p class=\"facts\">{note}</p>\n");
        html.Write($"</header>\n<main>\n<div class=\"answers\">\n");
        WriteFailed(html, model);
        WriteUnknown(html, model);
        WriteWorse(html, model);
        WriteUnprotected(html, model.Coverage);
        html.Write($"</div>\n");
    }

    /// <summary>The head of a page of the coverage alone.</summary>
    public static void WriteCoverage(HtmlWriter html, ReportPageModel model)
    {
        html.Write($"""
            <header>
            <p class="scope">Backup coverage of {model.Scope}</p>
            <h1>{Words.Day(model.AsOf.UtcDateTime)}</h1>
            <p class="facts">
            """);
        html.Write($"{model.Regions.Count} {Word.Plural(model.Regions.Count, "Region")} · read at {model.AsOf}");
        html.Write($" · coverage <span class=\"badge {OutcomeKind(model)}\">{new Word(model.Outcome.ToString())}</span></p>\n</header>\n<main>\n<div class=\"answers\">\n");
        WriteUnprotected(html, model.Coverage);
        html.Write($"</div>\n");
    }

    /// <summary>A line breaks between the two ends of a window, not within one.</summary>
    private static void WriteWindow(HtmlWriter html, Word window)
    {
        var ends = window.Text.Split([" to "], StringSplitOptions.None);
        html.Write($"<span class=\"g\">{new Word(ends[0])}</span>");
        if (ends.Length > 1)
            html.Write($" to <span class=\"g\">{new Word(ends[1])}</span>");
    }

    private static void WriteFailed(HtmlWriter html, ReportPageModel model)
    {
        var counts = model.BackupJobs.Counts;
        Word kind = counts.AllFailures > 0 ? "bad" : model.Gaps.Count > 0 ? "warn" : counts.Total == 0 ? "none" : "good";
        html.Write($"<section class=\"answer {kind}\"><h2>What failed</h2>\n");
        if (counts.Total == 0 && counts.EndedLater == 0)
        {
            html.Write($"<p class=\"big\">No jobs</p><p>No backup job was created in this window, and none ended in it.");
            html.Write($"{new Word(model.Gaps.Count > 0 ? " But not everything could be read." : "")}</p></section>\n");
            return;
        }

        html.Write($"<p class=\"big\">{counts.AllFailures} <span>{Word.Plural(counts.AllFailures, "job")} did not succeed</span></p>\n<p>");
        if (counts.Failures > 0)
        {
            WriteStates(html, counts);
            html.Write($" of {counts.Total} created.");
        }
        else
        {
            html.Write($"None of the {counts.Total} {Word.Plural(counts.Total, "job")} created in this window{new Word(model.Gaps.Count > 0 ? " that could be read" : "")}.");
        }

        if (counts.EndedLaterFailures > 0)
            html.Write($" {counts.EndedLaterFailures} created earlier failed in this window.");
        if (counts.Issues > 0)
            html.Write($" {counts.Issues} completed with issues.");
        html.Write($"</p></section>\n");
    }

    private static void WriteStates(HtmlWriter html, JobCounts counts)
    {
        Word separator = "";
        foreach (var state in (JobState[])[JobState.Failed, JobState.Expired, JobState.Aborted, JobState.Partial])
        {
            if (counts[state] == 0)
                continue;
            html.Write($"{separator}{counts[state]} {new Word(state.ToString().ToLowerInvariant())}");
            separator = ", ";
        }
    }

    private static void WriteUnknown(HtmlWriter html, ReportPageModel model)
    {
        var gaps = model.Gaps.Count;
        var (busy, other) = (model.BackupJobs.Counts.InProgress, model.BackupJobs.Counts[JobState.Other]);
        html.Write($"<section class=\"answer {new Word(gaps > 0 ? "bad" : busy + other > 0 ? "busy" : "good")}\"><h2>What is not known</h2>\n");
        if (gaps > 0)
        {
            html.Write($"<p class=\"big\">{gaps} <span>{Word.Plural(gaps, "source")} could not be read</span></p>\n");
            html.Write($"<p>What happened there is in no figure on this page. <a href=\"#gaps\">Which, and why</a>.");
        }
        else
        {
            html.Write($"<p class=\"big\">{busy + other} <span>{Word.Plural(busy + other, "job")} without a result</span></p>\n");
            html.Write($"<p>Every account and Region that was asked answered.");
        }

        if (busy > 0)
            html.Write($" {busy} {Word.Plural(busy, "job")} had not ended yet.");
        if (other > 0)
            html.Write($" {other} {Word.Plural(other, "is", "are")} in a state that this program does not know.");
        html.Write($"</p></section>\n");
    }

    private static void WriteWorse(HtmlWriter html, ReportPageModel model)
    {
        var trend = Trend.Of(model);
        var change = trend?.Change;
        Word kind = change > 0 || trend?.FewJobs == true ? "bad" : change is null ? "none" : "good";
        html.Write($"<section class=\"answer {kind}\"><h2>Worse than the day before?</h2>\n<p class=\"big\">");
        if (change is { } more && trend is not null)
        {
            if (more == 0)
                html.Write($"The same <span>number of failures</span>");
            else
                html.Write($"{new Word(trend.Own.Partial || trend.DayBefore.Partial ? "≥ " : "")}{Math.Abs(more)} <span>{new Word(more > 0 ? "more" : "fewer")} failed</span>");
        }
        else
        {
            html.Write($"Not known");
        }

        html.Write($"</p>\n<p>");
        WriteComparison(html, trend);
        html.Write($"</p></section>\n");
    }

    private static void WriteComparison(HtmlWriter html, Trend? trend)
    {
        if (trend is null)
            html.Write($"No archive of earlier reports was given.");
        else if (!trend.Comparable)
            html.Write($"This report does not cover 24 whole hours, as the archived ones do.");
        else if (trend.DayBefore.Missing)
            html.Write($"There is no report of {Words.Day(trend.DayBefore.Day)}.");
        else
            html.Write($"{trend.Own.Failures} of the jobs created in this window{Unread(trend.Own)}, {trend.DayBefore.Failures} of the day before’s{Unread(trend.DayBefore)}.");

        if (trend is not { Comparable: true, MedianFailures: { } failures, MedianTotal: { } total })
            return;
        html.Write($" The median of {trend.KnownDays} earlier {Word.Plural(trend.KnownDays, "day")} is {failures}.");
        if (trend.FewJobs)
            html.Write($" <strong>Only {trend.Own.Total} {Word.Plural(trend.Own.Total, "job")}, where the median is {total}: did the backup plans run?</strong>");
    }

    private static Word Unread(TrendPoint point) => point.Partial ? " (not all were read)" : "";

    private static void WriteUnprotected(HtmlWriter html, CoverageStatistics? coverage)
    {
        if (coverage is null)
            return;

        var (none, unknown, stale) = (coverage[CoverageStatus.Unprotected], coverage[CoverageStatus.Unknown], coverage[CoverageStatus.Stale]);
        Word kind = none > 0 ? "bad" : unknown + stale > 0 ? "warn" : "good";
        html.Write($"<section class=\"answer {kind}\"><h2>What nothing protects</h2>\n");
        html.Write($"<p class=\"big\">{none} <span>without a backup</span></p>\n");
        html.Write($"<p>Of {coverage.Total} {Word.Plural(coverage.Total, "resource")}; {stale} {Word.Plural(stale, "has", "have")} an old one only, of {unknown} it is not known. <a href=\"#coverage\">Which</a>.</p></section>\n");
    }

    private static Word OutcomeKind(ReportPageModel model) => model.Outcome switch
    {
        Outcome.Succeeded => "good",
        Outcome.Partial => "warn",
        _ => "bad",
    };
}
