namespace EbsBackup.Simulation;

/// <summary>How long runs that live take on this machine as it is just now: what kills by time are drawn over.</summary>
internal sealed class KillPace
{
    private readonly Lock _gate = new();
    private TimeSpan _startUp = TimeSpan.FromMilliseconds(700);
    private TimeSpan _perCall = TimeSpan.FromMilliseconds(20);

    public TimeSpan StartUp
    {
        get { lock (_gate) return _startUp; }
    }

    /// <summary>From the first call on.</summary>
    public TimeSpan PerCall
    {
        get { lock (_gate) return _perCall; }
    }

    public void Saw(RunnerProcess run)
    {
        if (run.Calls == 0) return;
        lock (_gate)
        {
            _startUp = (_startUp + run.StartUp) / 2;
            _perCall = (_perCall + ((run.Length - run.StartUp) / run.Calls)) / 2;
        }
    }
}
