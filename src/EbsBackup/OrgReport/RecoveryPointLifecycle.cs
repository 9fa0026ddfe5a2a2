namespace EbsBackup.OrgReport;

/// <summary>When a recovery point moves to cold storage and when it expires, in days after its creation.</summary>
public sealed record RecoveryPointLifecycle
{
    public long? DeleteAfterDays { get; init; }

    public string? DeleteAfterEvent { get; init; }

    public long? MoveToColdStorageAfterDays { get; init; }

    public bool? OptInToArchiveForSupportedResources { get; init; }
}
