using EbsBackup.OrgReport.Page.Html;
using EbsBackup.OrgReport.Page.Sections;

namespace EbsBackup.OrgReport.Page;

/// <summary>The report as one HTML page that needs nothing else: no network, no other file, no script to be read.</summary>
public static class ReportPage
{
    /// <summary>Writes the page as UTF-8 without a byte order mark and leaves <paramref name="stream"/> open.</summary>
    public static async Task WriteAsync(Stream stream, ReportPageModel model, CancellationToken cancellationToken = default)
    {
        var html = new HtmlWriter();
        foreach (var section in Sections)
        {
            section(html, model);
            await html.FlushAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    private static readonly Action<HtmlWriter, ReportPageModel>[] Sections =
    [
        DocumentSection.Open,
        HeaderSection.Write,
        NavigationSection.Write,
        GapsSection.Write,
        TrendSection.Write,
        JobsSection.Backup,
        CoverageSection.Write,
        JobsSection.Copy,
        JobsSection.Restore,
        FilesSection.Write,
        DocumentSection.Close,
    ];
}
