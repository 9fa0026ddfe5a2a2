using System.CommandLine;
using System.Globalization;
using EbsBackup.Policies;

namespace EbsBackup.Runner.Commands;

/// <summary>For people and logs: what was done, and on the error stream what was not.</summary>
/// <param name="preview">Names also what stays as it is; a run only counts it.</param>
internal sealed class TextReport(InvocationConfiguration console, bool preview) : RunReport
{
    public override async Task EndAsync(Outcome outcome, bool stopped)
    {
        if (stopped) await console.Error.WriteLineAsync("ebsbackup run: stopped before its end. Run it again with the same --slot to finish.").ConfigureAwait(false);
        await console.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(preview ? "Would be" : outcome)}: {Count(PolicyAction.Create)} taken, {Count(PolicyAction.Adopt)} adopted, {Count(PolicyAction.Delete)} deleted, {Count(PolicyAction.Keep)} kept, {Count(PolicyAction.Skip)} left alone, {Failed} not done.")).ConfigureAwait(false);
    }

    protected override Task TellAsync(PolicyResult result) =>
        result.Error is { } error ? console.Error.WriteLineAsync($"ebsbackup run: {error.Message} {error.RecommendedAction}")
        : preview || result.Action != PolicyAction.Keep ? console.Output.WriteLineAsync(Line(result))
        : Task.CompletedTask;

    private static string Line(PolicyResult result)
    {
        string?[] words =
        [
            $"{result.Action,-6}", result.SnapshotId?.Value ?? "a snapshot", $"of {result.VolumeId} in {result.Region}", result.State,
            result is { Step: PolicyStep.Expire, Time: { } time } ? string.Create(CultureInfo.InvariantCulture, $"taken {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : null,
            result.Reasons.Count > 0 ? "(" + string.Join("; ", result.Reasons) + ")" : null,
        ];
        return string.Join(' ', words.Where(w => w is not null));
    }
}
