namespace EbsBackup.OrgReport;

/// <summary>The three kinds of jobs that AWS Backup has.</summary>
public enum OrgJobKind
{
    Backup,
    Copy,
    Restore,
}
