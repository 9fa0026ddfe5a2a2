namespace EbsBackup;

/// <summary>How an operation on many items ended: all, some or none of it done. As exit codes 0, 3 and 1.</summary>
public enum RunOutcome
{
    Succeeded,
    Partial,
    Failed,
}
