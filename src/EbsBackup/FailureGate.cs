namespace EbsBackup;

/// <summary>Lets items of one account and Region through until a failure means that none can succeed any more.</summary>
internal sealed class FailureGate
{
    // A condition may deny some resources and not others: so many denials, and nothing done, are taken for a denial of all.
    // Ten cost two seconds of a bucket's refill; stopping for one would cost backups.
    private const int Denials = 10;

    private int _denied;
    private volatile bool _anyDone;
    private volatile EbsBackupError? _cause;

    /// <summary>The failure that stopped the rest; null while there is none.</summary>
    public EbsBackupError? Cause => _cause;

    /// <summary>Does the work, unless it is known to fail: then <paramref name="notDone"/> gives its results.</summary>
    public async Task<IReadOnlyList<TResult>> RunAsync<TResult>(
        Func<Task<IReadOnlyList<TResult>>> work, Func<TResult, EbsBackupError?> errorOf, Func<EbsBackupError, IReadOnlyList<TResult>> notDone)
    {
        if (_cause is { } cause) return notDone(cause);
        var results = await work().ConfigureAwait(false);
        EbsBackupError[] errors = [.. results.Select(errorOf).OfType<EbsBackupError>()];
        if (errors.Length < results.Count) _anyDone = true;

        // One call may fail for several items: it counts once.
        foreach (var response in errors.GroupBy(error => error.Response)) Saw(response.First());
        return results;
    }

    public void Saw(EbsBackupError error)
    {
        var stops = error.Response is FailureResponse.StopAccount or FailureResponse.StopRun
            || (error.Response == FailureResponse.SkipThenStopAccount && Interlocked.Increment(ref _denied) >= Denials && !_anyDone);
        if (stops) _cause ??= error;
    }
}
