using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>One run of a policy.</summary>
public sealed record PolicyRunRequest
{
    public required BackupPolicy Policy { get; init; }

    /// <summary>The scheduled instant that the backups belong to; null for now.</summary>
    public Slot? Slot { get; init; }

    /// <summary>Waits until the snapshots have completed or failed before anything expires.</summary>
    public bool Wait { get; init; }

    /// <summary>A person has agreed to lose more than half of a volume's backups at once.</summary>
    public bool AcceptLargeDeletion { get; init; }
}
