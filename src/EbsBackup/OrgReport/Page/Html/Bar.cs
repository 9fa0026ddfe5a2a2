namespace EbsBackup.OrgReport.Page.Html;

/// <summary>Shares of a whole as a bar. It repeats numbers that stand beside it, so it is hidden from screen readers.</summary>
internal static class Bar
{
    private const long Length = 1_000;

    public static void Write(HtmlWriter html, long whole, params (Word Kind, long Part)[] parts)
    {
        html.Write($"<svg class=\"bar\" viewBox=\"0 0 {Length} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        long done = 0;
        foreach (var (kind, part) in parts)
        {
            if (part == 0 || whole == 0)
                continue;
            // One failure among a million is still seen.
            var width = Math.Min(Math.Max((long)Math.Round((double)Length * part / whole), Length / 100), Length - done);
            html.Write($"<rect class=\"{kind}\" x=\"{done}\" width=\"{width}\" height=\"10\"/>");
            done += width;
        }

        html.Write($"</svg>");
    }
}
