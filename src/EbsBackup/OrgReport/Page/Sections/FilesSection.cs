using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.OrgReport.Page.Sections;

/// <summary>The report's other files and how to check them.</summary>
internal static class FilesSection
{
    public static void Write(HtmlWriter html, ReportPageModel model)
    {
        if (model.Files.Count == 0)
            return;

        html.Write($"<section id=\"files\"><h2>Files</h2>\n");
        Table.Open(html, "file-list", "rows files", "All that this page counts is in these. The manifest holds the same checksums.", "File", "#Rows", "#Size", "SHA-256");
        foreach (var file in model.Files)
        {
            if (IsPlainName(file.Name))
                html.Write($"<tr><td><a href=\"{file.Name}\">{file.Name}</a></td>");
            else
                html.Write($"<tr><td>{file.Name}</td>");
            Cells.Number(html, file.Rows);
            Cells.Size(html, file.Bytes);
            html.Write($"<td class=\"hash\">{file.Sha256}</td></tr>\n");
        }

        Table.Close(html);
        html.Write($"</section>\n");
    }

    /// <summary>A link of letters, digits, dots and hyphens leads to a file in this folder and can be nothing else.</summary>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name[0] != '.'
        && name.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '-' or '_');
}
