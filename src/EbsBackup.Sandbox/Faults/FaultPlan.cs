namespace EbsBackup.Sandbox.Faults;

/// <summary>What will go wrong: rules, missing permissions, and a hook that is asked first for every call.</summary>
public sealed class FaultPlan
{
    private readonly object _gate = new();
    private readonly List<(FaultRule Rule, int[] Seen)> _rules = [];
    private readonly List<DenyRule> _denials = [];

    /// <summary>Asked before the rules; null lets the call go on. It runs while the sandbox waits: it must not call the sandbox.</summary>
    public Func<SandboxCallInfo, Fault?>? Hook { get; set; }

    public void Add(FaultRule rule)
    {
        lock (_gate) _rules.Add((rule, [0]));
    }

    public void Add(DenyRule rule)
    {
        lock (_gate) _denials.Add(rule);
    }

    /// <summary>Takes every rule, denial and the hook away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _denials.Clear();
            Hook = null;
        }
    }

    internal bool Denies(SandboxCallInfo call)
    {
        lock (_gate) return _denials.Exists(rule => rule.Fits(call));
    }

    internal Fault? For(SandboxCallInfo call)
    {
        if (Hook?.Invoke(call) is { } hooked) return hooked;
        lock (_gate)
        {
            foreach (var (rule, seen) in _rules)
            {
                if (!rule.Fits(call)) continue;
                var n = seen[0]++;
                if (n >= rule.Skip && (rule.Count is not { } count || n < rule.Skip + count)) return rule.Fault;
            }
        }

        return null;
    }
}
