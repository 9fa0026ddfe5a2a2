namespace EbsBackup;

/// <summary>Lets items through until a failure means that none can succeed any more: those of one account and Region, or of a whole run.</summary>
/// <param name="run">The gate of the whole run, which a place's failure closes when it says that nothing can succeed anywhere.</param>
internal sealed class FailureGate(FailureGate? run = null)
{
    // A condition may deny some resources and not others: so many denials, and nothing done, are taken for a denial of all.
    // Ten cost two seconds of a bucket's refill; stopping for one would cost backups.
    private const int Denials = 10;

    private int _denied;
    private volatile bool _anyDone;
    private volatile EbsBackupError? _cause;

    /// <summary>The failure that stopped the rest; null while there is none.</summary>
    public EbsBackupError? Cause => _cause ?? run?.Cause;

    /// <summary>Does the work, unless it is known to fail: then <paramref name="notDone"/> gives its results.</summary>
    /// <param name="isDone">Tells, of a result without an error, whether it shows that others can succeed; left out, each does.</param>
    public async Task<IReadOnlyList<TResult>> RunAsync<TResult>(
        Func<Task<IReadOnlyList<TResult>>> work,
        Func<TResult, EbsBackupError?> errorOf,
        Func<EbsBackupError, IReadOnlyList<TResult>> notDone,
        Func<TResult, bool>? isDone = null)
    {
        if (Cause is { } cause) return notDone(cause);
        var results = await work().ConfigureAwait(false);
        EbsBackupError[] errors = [.. results.Select(errorOf).OfType<EbsBackupError>()];
        if (results.Any(r => errorOf(r) is null && isDone?.Invoke(r) != false)) _anyDone = true;

        // One call may fail for several items: it counts once.
        foreach (var response in errors.GroupBy(error => error.Response)) Saw(response.First());
        return results;
    }

    public void Saw(EbsBackupError error)
    {
        run?.SawInPlace(error);
        var stops = error.Response is FailureResponse.StopAccount or FailureResponse.StopRun
            || (error.Response == FailureResponse.SkipThenStopAccount && Interlocked.Increment(ref _denied) >= Denials && !_anyDone);
        if (stops) _cause ??= error;
    }

    /// <summary>Hears, as the gate of a whole run, of a failure in one of its places.</summary>
    public void SawInPlace(EbsBackupError error)
    {
        if (error.Response == FailureResponse.StopRun) _cause ??= error;
    }
}
