namespace EbsBackup.Snapshots;

/// <summary>What a plan says of one volume.</summary>
public enum TakeAction
{
    Create,

    /// <summary>The slot's backup exists: it is taken as the result.</summary>
    Adopt,
}
