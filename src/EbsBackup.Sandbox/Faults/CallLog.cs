namespace EbsBackup.Sandbox.Faults;

/// <summary>Every call that a sandbox got, oldest first, up to a bound.</summary>
public sealed class CallLog
{
    private readonly Queue<CallRecord> _records = new();

    /// <summary>How many calls are remembered; the oldest go first.</summary>
    public int Capacity { get; set; } = 200_000;

    /// <summary>Told of each call when its effect has happened, before its answer goes out. It runs while the sandbox waits, and may look at the state.</summary>
    public Action<CallRecord>? Watcher { get; set; }

    public IReadOnlyList<CallRecord> Records
    {
        get { lock (_records) return [.. _records]; }
    }

    /// <summary>How many calls of an operation there were, such as <c>DescribeSnapshots</c>; <c>*</c> and <c>?</c> count.</summary>
    public int CountOf(string operation)
    {
        lock (_records) return _records.Count(r => Wildcard.Matches(operation, r.Operation));
    }

    public void Clear()
    {
        lock (_records) _records.Clear();
    }

    internal void Add(CallRecord record)
    {
        lock (_records)
        {
            while (_records.Count >= Capacity && _records.TryDequeue(out _))
            {
            }

            _records.Enqueue(record);
        }

        Watcher?.Invoke(record);
    }
}
