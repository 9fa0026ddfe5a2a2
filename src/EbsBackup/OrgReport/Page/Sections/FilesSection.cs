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
            if (IsPlainPath(file.Name))
                html.Write($"<tr><td><a href=\"{file.Name}\">{file.Name.Substring(file.Name.LastIndexOf('/') + 1)}</a></td>");
            else
                html.Write($"<tr><td>{file.Name}</td>");
            Cells.Number(html, file.Rows);
            Cells.Size(html, file.Bytes);
            html.Write($"<td class=\"hash\">{file.Sha256}</td></tr>\n");
        }

        Table.Close(html);
        html.Write($"</section>\n");
    }

    /// <summary>A relative path of plain names to a file of tables leads to one of the report's, and can be nothing else.</summary>
    private static bool IsPlainPath(string path) =>
        path.Length <= 1_024 && Array.TrueForAll(path.Split('/'), IsPlainName)
        && (path.IndexOf('/') < 0 ? path != ".." : path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".jsonl", StringComparison.Ordinal));

    private static bool IsPlainName(string name) =>
        name == ".."
        || (name.Length is > 0 and <= 255 && name[0] != '.'
            && name.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '-' or '_' or '='));
}
