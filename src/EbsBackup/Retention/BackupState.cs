namespace EbsBackup.Retention;

/// <summary>What a snapshot's state means to retention.</summary>
public enum BackupState
{
    /// <summary>A backup.</summary>
    Completed,

    /// <summary>Not a backup yet: pending, recovering, or a state that is not known here.</summary>
    Unfinished,

    /// <summary>Never a backup: <c>error</c>.</summary>
    Failed,
}
