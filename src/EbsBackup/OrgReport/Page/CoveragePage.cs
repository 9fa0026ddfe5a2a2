using System.Globalization;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page.Html;
using EbsBackup.OrgReport.Page.Sections;

namespace EbsBackup.OrgReport.Page;

/// <summary>The coverage as a page of its own: the report's section with a head and what could not be read.</summary>
internal static class CoveragePage
{
    public static async Task WriteAsync(Stream stream, string pageKey, CoverageReport report, CoverageStatistics coverage, CancellationToken cancellationToken)
    {
        var model = new ReportPageModel
        {
            WindowStart = report.AsOf - report.MaxAge,
            WindowEnd = report.AsOf,
            AsOf = report.AsOf,
            Scope = string.Format(CultureInfo.InvariantCulture, "{0} {1}", report.Accounts.Count, report.Accounts.Count == 1 ? "account" : "accounts"),
            Regions = [.. report.Regions.Keys],
            Outcome = report.Outcome,
            BackupJobs = new PageStatistics(report.AsOf),
            Coverage = coverage,
            AccountNames = report.AccountNames,
            Gaps = [.. Gaps(report)],
            Files = [.. report.Files.Select(file => PageFile.Of(file, pageKey))],
        };
        var html = new HtmlWriter();
        DocumentSection.Open(html, new Word($"Backup coverage · {Words.Day(report.AsOf.UtcDateTime).Text}"));
        HeaderSection.WriteCoverage(html, model);
        foreach (var section in (Action<HtmlWriter, ReportPageModel>[])[GapsSection.Write, CoverageSection.Write, FilesSection.Write, DocumentSection.Close])
        {
            section(html, model);
            await html.FlushAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the coverage could not read.</summary>
    public static IEnumerable<PageGap> Gaps(CoverageReport? report) => report?.Unread.Select(GapOf) ?? [];

    private static PageGap GapOf(EbsBackupError error)
    {
        // The target of a listing is account/Region, that of an account its id or its role.
        var place = error.TargetId.Split('/');
        var listing = place.Length == 2 && place[0].Length == 12;
        var account = listing ? place[0] : error.TargetId.Split(':').FirstOrDefault(part => part.Length == 12 && part.All(char.IsDigit));
        return new PageGap("coverage", account, listing ? place[1] : null, error.Message, error.RecommendedAction) { HidesBackupJobs = false };
    }
}
