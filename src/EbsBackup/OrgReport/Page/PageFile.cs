namespace EbsBackup.OrgReport.Page;

/// <summary>A file of the report that lies beside the page.</summary>
/// <param name="Name">Its path, relative to the page's folder.</param>
/// <param name="Rows">Jobs in it, without the header.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hexadecimal.</param>
public sealed record PageFile(string Name, long Rows, long Bytes, string Sha256)
{
    internal static PageFile Of(OrgReportFile file, string pageKey)
    {
        string[] from = pageKey.Split('/'), to = file.Key.Split('/');
        var same = 0;
        while (same < from.Length - 1 && same < to.Length - 1 && from[same] == to[same]) same++;
        return new(string.Join("/", Enumerable.Repeat("..", from.Length - 1 - same).Concat(to.Skip(same))), file.Rows, file.Bytes, file.Sha256);
    }
}
