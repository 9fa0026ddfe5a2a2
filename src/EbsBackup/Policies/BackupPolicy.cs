using EbsBackup.Retention;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>A policy: its name and what it keeps.</summary>
public sealed record BackupPolicy
{
    public PolicyName Name { get; init; } = PolicyName.Default;

    public RetentionRules Retention { get; init; } = RetentionRules.Default;
}
