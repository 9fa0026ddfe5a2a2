namespace EbsBackup.OrgReport.Page;

/// <summary>A file of the report that lies beside the page.</summary>
/// <param name="Name">Its name, relative to the page's folder.</param>
/// <param name="Rows">Jobs in it, without the header.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hexadecimal.</param>
public sealed record PageFile(string Name, long Rows, long Bytes, string Sha256);
