using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>Problems by cause, then the jobs themselves.</summary>
internal static class ProblemsSection
{
    /// <summary>Regions or types named before the rest is counted.</summary>
    private const int Named = 3;

    /// <param name="id">Of the causes' table; the jobs' is <c>id-jobs</c>.</param>
    /// <param name="what">What the jobs are called at the beginning of a caption.</param>
    public static void Write(HtmlWriter html, ReportPageModel model, ProblemCauses problems, string id, string title, string what)
    {
        if (problems.Total == 0)
            return;

        var causes = problems.MostFirst();
        html.Write($"<section><h3>{new Word(title)}</h3>\n");
        WriteCauses(html, problems, causes, id, what);
        WriteJobs(html, model, problems, causes, id, what);
        html.Write($"</section>\n");
    }

    private static void WriteCauses(HtmlWriter html, ProblemCauses problems, IReadOnlyList<ProblemCause> causes, string id, string what)
    {
        var caption = $"{what}, by cause: {Words.Number(problems.Total)}. Messages that differ in ids, numbers and times only are one cause.";
        if (problems.Uncaused > 0)
            caption += $" Only {Words.Number(causes.Count)} causes are kept; {Words.Number(problems.Uncaused)} jobs of others are in the CSV.";
        Table.Open(html, id, "rows causes", caption, "Cause", "State", "#Jobs", "Share", "Message", "#Accounts", "Regions", "Resource types", "First and last");
        for (var i = 0; i < causes.Count; i++)
        {
            var cause = causes[i];
            html.Write($"<tr><th scope=\"row\"><a href=\"#{id}-jobs\" data-filter=\"{Name(i)}\">{Name(i)}</a></th><td>");
            Cells.Badge(html, cause.State, hasIssues: !JobStates.Parse(cause.State).IsFailure());
            html.Write($"</td><td class=\"n\">{cause.Count}</td><td>");
            Bar.Write(html, problems.Total, (JobStates.Parse(cause.State).IsFailure() ? "bad" : "warn", cause.Count));
            html.Write($"</td><td class=\"m\"><span class=\"msg\">{(cause.Text.Length == 0 ? "no message" : cause.Text)}</span>");
            if (cause.Category.Length > 0)
                html.Write($" <small>{cause.Category}</small>");
            html.Write($"</td><td class=\"n\">{cause.Accounts}{new Word(cause.Accounts == ProblemCause.MaxDistinct ? "+" : "")}</td>");
            Names(html, cause.Regions);
            Names(html, cause.ResourceTypes);
            Cells.Span(html, cause.First, cause.Last);
            html.Write($"</tr>\n");
        }

        Table.Close(html);
    }

    private static void WriteJobs(
        HtmlWriter html, ReportPageModel model, ProblemCauses problems, IReadOnlyList<ProblemCause> causes, string id, string what)
    {
        var listed = causes.Sum(cause => cause.Jobs.Count);
        var caption = listed == problems.Total
            ? $"{what}: all {Words.Number(listed)}."
            : $"{what}: showing {Words.Number(listed)} of {Words.Number(problems.Total)}, some of every cause; all are in the CSV.";
        Table.Open(html, $"{id}-jobs", "rows jobs", caption, "State", "Message", "Resource", "Type", "Account", "Region", "Created and ended", "#Lasted");
        for (var i = 0; i < causes.Count; i++)
        {
            foreach (var listedJob in causes[i].Jobs)
            {
                var job = listedJob.Job;
                html.Write($"<tr>");
                Cells.State(html, job);
                html.Write($"<td class=\"m\">");
                Cells.Message(html, listedJob);
                html.Write($" <small>{Name(i)} · job {job.JobId}</small></td>");
                Cells.Resource(html, job.ResourceName, job.ResourceArn);
                Cells.Name(html, job.ResourceType);
                Cells.Account(html, model, job.AccountId);
                Cells.Name(html, job.Region);
                Cells.Span(html, job.CreationDate, job.CompletionDate);
                Cells.Duration(html, job.CompletionDate is { } end && job.CreationDate is { } start ? (long)(end - start).TotalSeconds : null);
                html.Write($"</tr>\n");
            }
        }

        Table.Close(html);
    }

    /// <summary>Three digits, so that no cause's name is the beginning of another's.</summary>
    private static Word Name(int cause) => $"C{(cause + 1).ToString("000", System.Globalization.CultureInfo.InvariantCulture)}";

    private static void Names(HtmlWriter html, IReadOnlyCollection<string> names)
    {
        html.Write($"<td>");
        Word separator = "";
        foreach (var name in names.OrderBy(name => name, StringComparer.Ordinal).Take(Named))
        {
            html.Write($"{separator}<span class=\"g\">{name}</span>");
            separator = ", ";
        }

        if (names.Count > Named)
            html.Write($" and {names.Count - Named} more");
        html.Write($"</td>");
    }
}
