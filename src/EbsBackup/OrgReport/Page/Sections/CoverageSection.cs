using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>What has a backup, what has none, and of what it is not known.</summary>
internal static class CoverageSection
{
    private static readonly CoverageStatus[] Statuses =
        [CoverageStatus.Unprotected, CoverageStatus.Unknown, CoverageStatus.Stale, CoverageStatus.OptedOut, CoverageStatus.Covered];

    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        if (model.Coverage is not { } coverage)
            return;

        html.Write($"<section id=\"coverage\"><h2>Coverage</h2>\n");
        if (coverage.Total == 0)
        {
            html.Write($"<p>No resource was found.</p></section>\n");
            return;
        }

        html.Write($"<p>{coverage.Total} {Word.Plural(coverage.Total, "resource")} as of {coverage.AsOf}. Stale: the newest backup is older than {Words.Duration((long)coverage.MaxAge.TotalSeconds)}. Unknown: it could not be read, so it may have no backup at all.</p>\n<p>Looked for are EBS volumes and EC2 instances as EC2 lists them, and of other types (RDS, DynamoDB, EFS, S3 …) those that AWS Backup has backed up at least once. One of another type that was never backed up is not here.</p>\n<dl class=\"tiles\">\n");
        foreach (var status in Statuses)
            html.Write($"<div class=\"tile {Kind(status, coverage[status])}\"><dt>{Name(status)}</dt><dd>{coverage[status]}</dd></div>\n");
        html.Write($"</dl>\n");
        Bar.Write(html, coverage.Total, [.. Statuses.Select(status => (Kind(status, 1), coverage[status]))]);
        WriteCounts(html, coverage, coverage.ByAccount, "coverage-accounts", "By account", "Account", model.AccountNames);
        WriteCounts(html, coverage, coverage.ByType, "coverage-types", "By resource type", "Resource type", names: null);
        WriteRows(html, model, coverage);
        html.Write($"</section>\n");
    }

    private static void WriteCounts(
        HtmlWriter html, CoverageStatistics coverage, IReadOnlyList<KeyValuePair<string, long[]>> entries, string id, string title, string column, IReadOnlyDictionary<string, string>? names)
    {
        html.Write($"<section><h3>{new Word(title)}</h3>\n");
        Table.Open(html, id, "counts", "Most that may have no backup first.", [column, "#Resources", .. Statuses.Select(status => $"#{Name(status).Text}")]);
        foreach (var entry in entries.Take(coverage.Limits.BreakdownRows))
        {
            html.Write($"<tr><th scope=\"row\">{entry.Key}");
            if (names is not null && names.TryGetValue(entry.Key, out var name))
                html.Write($" <small>{name}</small>");
            WriteCounts(html, status => entry.Value[(int)status]);
        }

        html.Write($"</tbody><tfoot>");
        if (entries.Count > coverage.Limits.BreakdownRows)
        {
            html.Write($"<tr><th scope=\"row\">All others");
            WriteCounts(html, status => entries.Skip(coverage.Limits.BreakdownRows).Sum(entry => entry.Value[(int)status]));
        }

        html.Write($"<tr><th scope=\"row\">Total");
        WriteCounts(html, status => coverage[status]);
        html.Write($"</tfoot></table></div>\n</section>\n");
    }

    private static void WriteCounts(HtmlWriter html, Func<CoverageStatus, long> count)
    {
        html.Write($"</th>");
        Cells.Number(html, Statuses.Sum(count));
        foreach (var status in Statuses)
        {
            if (status is CoverageStatus.Unprotected or CoverageStatus.Unknown)
                Cells.Alarm(html, count(status));
            else
                Cells.Number(html, count(status));
        }

        html.Write($"</tr>\n");
    }

    private static void WriteRows(HtmlWriter html, ReportPageModel model, CoverageStatistics coverage)
    {
        var rows = coverage.Rows.ToList();
        var caption = rows.Count < coverage.Total
            ? $"Showing {Words.Number(rows.Count)} of {Words.Number(coverage.Total)} resources, those without a backup first; all are in the CSV."
            : "Those without a backup first.";
        html.Write($"<section><h3>Resources</h3>\n");
        Table.Open(html, "coverage-rows", "rows coverage", caption, "Status", "Resource", "Type", "Account", "Region", "Protected by", "Newest backup", "#Age");
        foreach (var row in rows)
        {
            html.Write($"<tr><td><span class=\"badge {Kind(row.Status, 1)}\">{Name(row.Status)}</span>");
            if (row.Reason is not null)
                html.Write($" <small>{row.Reason}</small>");
            html.Write($"</td>");
            Cells.Resource(html, row.ResourceName, row.ResourceId);
            Cells.Name(html, row.ResourceType);
            Cells.Account(html, model, row.AccountId);
            Cells.Name(html, row.Region);
            Cells.Text(html, row.ProtectedBy);
            Cells.Instant(html, row.Newest);
            Cells.Duration(html, row.Newest is { } newest ? (long)(coverage.AsOf - newest).TotalSeconds : null);
            html.Write($"</tr>\n");
        }

        Table.Close(html);
        html.Write($"</section>\n");
    }

    private static Word Name(CoverageStatus status) => status == CoverageStatus.OptedOut ? "Opted out" : status.ToString();

    private static Word Kind(CoverageStatus status, long count) => status switch
    {
        _ when count == 0 => "none",
        CoverageStatus.Unprotected or CoverageStatus.Unknown => "bad",
        CoverageStatus.Stale => "warn",
        CoverageStatus.OptedOut => "busy",
        _ => "good",
    };
}
