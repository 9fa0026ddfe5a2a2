using System.Collections.Concurrent;
using System.Management.Automation;

namespace EbsBackup.PowerShell;

/// <summary>
/// Asynchronous work behind a cmdlet. The work runs on the thread pool; its items, its progress and its exceptions
/// come out on the pipeline thread, the only one that PowerShell lets write. Stopping cancels the work and waits for its end.
/// </summary>
public abstract class AsyncPSCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action> _posted = [];

    /// <summary>Cancelled by Ctrl+C and by whatever else stops the pipeline.</summary>
    protected CancellationToken StopToken => _stop.Token;

    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs on the pipeline thread as soon as that waits for work; callable from any thread.</summary>
    protected void Post(Action action) => _posted.Add(action);

    /// <summary>Waits for the work on the pipeline thread.</summary>
    protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        return Complete(Task.Run(() => work(cancel.Token)), cancel);
    }

    /// <summary>Items as they come. Leaving the loop early, by an exception too, cancels the work and waits for its end.</summary>
    protected IEnumerable<T> Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> work)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var items = work(cancel.Token).GetAsyncEnumerator(cancel.Token);
        try
        {
            while (Next(items, cancel))
                yield return items.Current;
        }
        finally
        {
            cancel.Cancel();
            items.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _stop.Dispose();
        _posted.Dispose();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private bool Next<T>(IAsyncEnumerator<T> items, CancellationTokenSource cancel)
    {
        var next = items.MoveNextAsync();
        if (!next.IsCompletedSuccessfully)
            return Complete(next.AsTask(), cancel);

        // A page's items are there at once: no hop to another thread for each of a million jobs.
        while (_posted.TryTake(out var action))
            action();
        return next.Result;
    }

    private T Complete<T>(Task<T> work, CancellationTokenSource cancel)
    {
        var done = false;
        var end = work.ContinueWith(_ => Post(() => done = true), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (!done)
                _posted.Take()();
            return work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // A posted action threw, as writing does in a stopped pipeline: the work must not outlive the cmdlet.
            if (!done)
            {
                cancel.Cancel();
                end.Wait();
            }
        }
    }
}
