namespace EbsBackup.Sessions;

/// <summary>How a plan is carried out in each place of a fleet, with one result an item.</summary>
internal interface IFleetWork<TPlan, TResult>
{
    /// <summary>The IAM action that a failure without words of its own is put down to.</summary>
    string Action { get; }

    IAsyncEnumerable<TResult> ExecuteAsync(AwsSession place, TPlan plan, FleetRun run, CancellationToken cancellationToken);

    /// <summary>A result for every item of a place's plan, saying that what was to be done was not.</summary>
    /// <param name="error">The error, given the item's id.</param>
    IEnumerable<TResult> NotDone(FleetPart<TPlan> part, Func<string, EbsBackupError> error);

    /// <summary>The id of a result's item; null when the result is about no item.</summary>
    string? ItemOf(TResult result);

    EbsBackupError? ErrorOf(TResult result);

    TResult WithError(TResult result, EbsBackupError error);

    /// <summary>A result about no item.</summary>
    TResult Failed(EbsBackupError error);
}
