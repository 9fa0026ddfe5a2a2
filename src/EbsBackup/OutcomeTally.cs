namespace EbsBackup;

/// <summary>Counts what was done and what was not, so that no failure is lost in a run's outcome.</summary>
public sealed class OutcomeTally
{
    private int _done;
    private int _failed;

    public int Done => _done;

    public int Failed => _failed;

    /// <summary>A run that had nothing to do succeeded.</summary>
    public Outcome Outcome => _failed == 0 ? Outcome.Succeeded : _done == 0 ? Outcome.Failed : Outcome.Partial;

    public void Add(EbsBackupError? error) => Interlocked.Increment(ref error is null ? ref _done : ref _failed);
}
