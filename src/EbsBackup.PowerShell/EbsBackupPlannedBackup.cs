using EbsBackup.Retention;

namespace EbsBackup.PowerShell;

/// <summary>What a policy would do with one backup, and why.</summary>
public sealed record EbsBackupPlannedBackup
{
    internal EbsBackupPlannedBackup(Policies.PlannedBackup planned, string? volumeId) =>
        (Action, Time, VolumeId, Reasons) = (planned.Action, planned.Time, volumeId, planned.Reasons);

    /// <summary>Keep, Delete, or Skip: no rule keeps it, but rules that keep nothing delete nothing.</summary>
    public RetentionAction Action { get; }

    public DateTimeOffset Time { get; }

    /// <summary>Null when instants alone were given.</summary>
    public string? VolumeId { get; }

    /// <summary>Every rule that keeps it, or why it goes or waits.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
