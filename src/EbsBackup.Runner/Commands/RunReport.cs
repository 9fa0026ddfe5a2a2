using EbsBackup.Policies;

namespace EbsBackup.Runner.Commands;

/// <summary>Tells what a run does, line by line as it happens.</summary>
internal abstract class RunReport
{
    private readonly Dictionary<PolicyAction, int> _counts = [];

    /// <summary>How many things were not done.</summary>
    protected int Failed { get; private set; }

    public async Task WriteAsync(PolicyResult result)
    {
        if (result.Error is null) _counts[result.Action] = Count(result.Action) + 1;
        else Failed++;
        await TellAsync(result).ConfigureAwait(false);
    }

    public abstract Task EndAsync(Outcome outcome, bool stopped);

    protected abstract Task TellAsync(PolicyResult result);

    protected int Count(PolicyAction action) => _counts.GetValueOrDefault(action);
}
