namespace EbsBackup.Retention;

/// <summary>What a plan says of one snapshot.</summary>
public enum RetentionAction
{
    Keep,
    Delete,

    /// <summary>No rule keeps it, but it must not go now.</summary>
    Skip,
}
