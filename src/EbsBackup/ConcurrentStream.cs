using System.Runtime.CompilerServices;

namespace EbsBackup;

/// <summary>Work on several items at a time, each one's results given out as it ends.</summary>
internal static class ConcurrentStream
{
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, int degree, Func<TItem, Task<IReadOnlyList<TResult>>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new List<Task<IReadOnlyList<TResult>>>(degree);
        try
        {
            foreach (var item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                running.Add(work(item));
                if (running.Count < degree) continue;
                foreach (var result in await NextAsync(running).ConfigureAwait(false)) yield return result;
            }

            while (running.Count > 0)
            {
                foreach (var result in await NextAsync(running).ConfigureAwait(false)) yield return result;
            }
        }
        finally
        {
            // What has begun is waited for, also when the caller stops early: its effects must not outlive its lease.
            await Task.WhenAll(running.Select(Settled)).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<TResult>> NextAsync<TResult>(List<Task<IReadOnlyList<TResult>>> running)
    {
        var done = await Task.WhenAny(running).ConfigureAwait(false);
        running.Remove(done);
        return await done.ConfigureAwait(false);
    }

    private static Task Settled(Task task) => task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
