using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>AWS Backup's state of one account in one Region, or of all accounts of the Organization in one Region.</summary>
internal sealed class BackupRegion
{
    public JobIndex<BackupJob> Jobs { get; } = new();

    public JobIndex<OtherJob> CopyJobs { get; } = new();

    public JobIndex<OtherJob> RestoreJobs { get; } = new();

    /// <summary>Vaults made here, with the instant; <c>Default</c> is always there.</summary>
    public SortedDictionary<string, DateTimeOffset> Vaults { get; } = new(StringComparer.Ordinal) { ["Default"] = DateTimeOffset.UnixEpoch };

    /// <summary>Recovery points that a state file brings, older than any job.</summary>
    public List<Structure> RecoveryPoints { get; } = [];
}
