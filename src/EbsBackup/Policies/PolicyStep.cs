namespace EbsBackup.Policies;

/// <summary>A part of a run.</summary>
public enum PolicyStep
{
    /// <summary>Backups are taken.</summary>
    Take,

    /// <summary>What the policy no longer keeps goes.</summary>
    Expire,
}
