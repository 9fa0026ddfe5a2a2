namespace EbsBackup;

/// <summary>What a failure means for the rest of a run.</summary>
public enum FailureResponse
{
    /// <summary>This item is reported as not done; the others go on.</summary>
    Skip,

    /// <summary>No failure but an answer: what should go is gone, what should be written first was written by another.</summary>
    Answer,

    /// <summary>Nothing happened, or sending again does no harm: it is sent again after a pause. When it stays, this item is reported and the others go on.</summary>
    Retry,

    /// <summary>It may have happened: the slot's snapshot is sought by its tags, and only when it must be visible and is not is it asked for again.</summary>
    LookFirst,

    /// <summary>As <see cref="Skip"/>, since a condition may deny this one resource alone; when nothing else succeeds either, as <see cref="StopAccount"/>.</summary>
    SkipThenStopAccount,

    /// <summary>Nothing more can be done in this account and Region: what remains there is reported as not done, without a call.</summary>
    StopAccount,

    /// <summary>Nothing more can be done in any account: what remains is reported as not done, without a call.</summary>
    StopRun,
}
