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

    /// <summary>Several streams at a time, merged: each one's items as they come.</summary>
    public static async IAsyncEnumerable<TResult> MergeAsync<TItem, TResult>(
        IEnumerable<TItem> items, int degree, Func<TItem, IAsyncEnumerable<TResult>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new List<(IAsyncEnumerator<TResult> Stream, Task<bool> Next)>(degree);
        using var left = items.GetEnumerator();
        try
        {
            for (var more = true; ;)
            {
                while (more && running.Count < degree && (more = left.MoveNext()))
                {
                    // Off this thread: a stream may work long before its first wait.
                    var stream = open(left.Current).GetAsyncEnumerator(cancellationToken);
                    running.Add((stream, Task.Run(() => stream.MoveNextAsync().AsTask(), CancellationToken.None)));
                }

                if (running.Count == 0) yield break;
                await Task.WhenAny(running.Select(r => r.Next)).ConfigureAwait(false);
                var index = running.FindIndex(r => r.Next.IsCompleted);
                var (ready, next) = running[index];
                var hasItem = await next.ConfigureAwait(false);
                running.RemoveAt(index);
                if (!hasItem)
                {
                    await ready.DisposeAsync().ConfigureAwait(false);
                    continue;
                }

                var item = ready.Current;
                running.Add((ready, ready.MoveNextAsync().AsTask()));
                yield return item;
            }
        }
        finally
        {
            foreach (var (stream, next) in running)
            {
                await Settled(next).ConfigureAwait(false);
                await stream.DisposeAsync().ConfigureAwait(false);
            }
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
