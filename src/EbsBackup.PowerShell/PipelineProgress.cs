using System.Diagnostics;
using System.Management.Automation;

namespace EbsBackup.PowerShell;

/// <summary>Progress out of the library, shown at most five times a second: a console draws slower than pages arrive.</summary>
internal sealed class PipelineProgress<T>(Action<ProgressRecord> write, string activity, Func<T, (string Status, int Percent)> describe) : IProgress<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceLast = new();

    public void Report(T value)
    {
        var (status, percent) = describe(value);
        if (_sinceLast.IsRunning && _sinceLast.Elapsed < Interval)
            return;
        _sinceLast.Restart();
        write(new(0, activity, status) { PercentComplete = percent });
    }
}
