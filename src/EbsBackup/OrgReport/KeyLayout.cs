namespace EbsBackup.OrgReport;

/// <summary>How a report's files are laid out below the key prefix.</summary>
public enum KeyLayout
{
    /// <summary><c>2026/01/31/…</c>: all files of a day in one folder.</summary>
    Original,

    /// <summary><c>backup_jobs/year=2026/month=01/day=31/…</c>: one folder for each table, partitioned as Hive and Athena read it.</summary>
    Hive,
}
