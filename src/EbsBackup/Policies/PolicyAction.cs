namespace EbsBackup.Policies;

/// <summary>What a run did, or would do, with one volume or snapshot.</summary>
public enum PolicyAction
{
    /// <summary>A snapshot was begun.</summary>
    Create,

    /// <summary>The slot has its snapshot already: it was recorded.</summary>
    Adopt,

    /// <summary>The snapshot stays.</summary>
    Keep,

    /// <summary>The snapshot has gone.</summary>
    Delete,

    /// <summary>Left alone, for the reasons beside it or because of the error.</summary>
    Skip,
}
