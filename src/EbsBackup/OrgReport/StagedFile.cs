namespace EbsBackup.OrgReport;

/// <summary>A finished file in the staging folder, and the key it will have.</summary>
internal sealed record StagedFile(string Path, string Key, string ContentType);
