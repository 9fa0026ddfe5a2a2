using System.Runtime.CompilerServices;
using EbsBackup.Catalog;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>Waits for snapshots to complete or fail, and refreshes their records when they do.</summary>
internal sealed class CompletionWatcher(SnapshotFinder finder, TakeJournal journal, TimeProvider clock, IProgress<TakeProgress>? progress)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    public async IAsyncEnumerable<TakeResult> WatchAsync(IReadOnlyList<TakeResult> begun, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = begun.ToDictionary(result => result.Snapshot!.SnapshotId);
        for (var pause = FirstPause; pending.Count > 0; pause = Longer(pause))
        {
            var (seen, unseen) = await SeeAsync([.. pending.Keys], cancellationToken).ConfigureAwait(false);
            if (unseen is not null)
            {
                foreach (var result in pending.Values) yield return result with { Error = unseen };
                yield break;
            }

            foreach (var result in pending.Values.ToArray())
            {
                var ended = await LookAsync(result, seen, cancellationToken).ConfigureAwait(false);
                if (ended is null) continue;
                pending.Remove(result.Snapshot!.SnapshotId);
                yield return ended;
            }

            if (pending.Count == 0) yield break;
            await Clocks.DelayAsync(clock, pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was begun is told of, although nobody can say how it ends.
    private async Task<(Dictionary<Selection.SnapshotId, SnapshotRecord> Seen, EbsBackupError? Error)> SeeAsync(
        IReadOnlyList<Selection.SnapshotId> ids, CancellationToken cancellationToken)
    {
        try
        {
            await journal.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            return ((await finder.ByIdAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.SnapshotId), null);
        }
        catch (EbsBackupException e)
        {
            return ([], e.Error);
        }
    }

    private async Task<TakeResult?> LookAsync(TakeResult result, Dictionary<Selection.SnapshotId, SnapshotRecord> seen, CancellationToken cancellationToken)
    {
        var snapshot = result.Snapshot!;
        if (!seen.TryGetValue(snapshot.SnapshotId, out var now))
        {
            // Just created snapshots are listed late.
            if (clock.GetUtcNow() - (snapshot.StartTime ?? DateTimeOffset.MinValue) <= TakeJournal.VisibilityDelay) return null;
            try
            {
                return await finder.IsGoneAsync(snapshot.SnapshotId, cancellationToken).ConfigureAwait(false)
                    ? result with { Error = EbsBackupError.SnapshotVanished(snapshot.SnapshotId.Value, snapshot.VolumeId.Value) }
                    : null;
            }
            catch (EbsBackupException e)
            {
                return result with { Error = e.Error };
            }
        }

        progress?.Report(TakeProgress.Of(now, clock.GetUtcNow()));
        if (now.State == "pending") return null;
        var record = snapshot with { State = now.State, Progress = now.Progress, CompletionTime = now.CompletionTime, StateMessage = now.StateMessage, StartTime = now.StartTime };
        try
        {
            await journal.RecordAsync(record, cancellationToken).ConfigureAwait(false);
            return result with { Snapshot = record };
        }
        catch (EbsBackupException e)
        {
            return result with { Snapshot = record, Error = e.Error };
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause >= LongestPause ? LongestPause : TimeSpan.FromTicks(pause.Ticks * 3 / 2);
}
