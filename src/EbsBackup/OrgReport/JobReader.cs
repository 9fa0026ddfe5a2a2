using System.Runtime.CompilerServices;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>
/// Reads every job of a window once, several pages at a time. No query names a state: a job that changes its state while
/// pages are read stays in the one query that its creation, or its end, puts it in.
/// </summary>
/// <param name="list">Gets one page; the only way out to AWS.</param>
/// <param name="isStaleToken">Whether a failure means that the token between two pages is no longer good.</param>
internal sealed class JobReader(Func<JobQuery, CancellationToken, Task<JobList>> list, Func<Exception, bool> isStaleToken)
{
    /// <summary>AWS Backup lists 20 pages a second: enough to use that up where a page takes a quarter of a second, few enough to hold in memory.</summary>
    private const int MaxInFlight = 5;

    /// <summary>A window that does not fit on a page is read in this many slices: an hour each for a day.</summary>
    private const int Slices = 24;

    public async IAsyncEnumerable<JobPage> ReadAsync(
        IReadOnlyCollection<OrgJobKind> kinds, IReadOnlyCollection<RegionName> regions, ReportWindow window, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<Step>();
        var spareIds = new Stack<SeenIds>();
        foreach (var (kind, region) in kinds.SelectMany(kind => regions, (kind, region) => (kind, region)))
        {
            waiting.Enqueue(new Step(new JobSlice(kind, region, window, null, spareIds), Whole: true));
            waiting.Enqueue(new Step(new JobSlice(kind, region, window, window.Start, spareIds), Whole: true));
        }

        var inFlight = new List<Task<Answer>>();
        try
        {
            while (waiting.Count > 0 || inFlight.Count > 0)
            {
                while (waiting.Count > 0 && inFlight.Count < MaxInFlight) inFlight.Add(AskAsync(waiting.Dequeue(), stop.Token));
                var done = await Task.WhenAny(inFlight).ConfigureAwait(false);
                inFlight.Remove(done);
                var (step, page, failure) = await done.ConfigureAwait(false);

                if (failure is not null && isStaleToken(failure) && step.Slice.Restart())
                {
                    inFlight.Add(AskAsync(step, stop.Token));
                }
                else if (failure is not null)
                {
                    yield return new JobPage(step.Slice.Kind, step.Slice.Region, [], failure);
                }
                else if (step.Whole && page!.NextToken is not null)
                {
                    page.Dispose();
                    foreach (var slice in step.Slice.Split(Slices)) waiting.Enqueue(new Step(slice, Whole: false));
                }
                else
                {
                    using var read = page!;
                    var jobs = step.Slice.Take(read);
                    yield return new JobPage(step.Slice.Kind, step.Slice.Region, jobs);
                    if (read.NextToken is not null) inFlight.Add(AskAsync(step, stop.Token));
                }
            }
        }
        finally
        {
#pragma warning disable CA1849 // CancelAsync is absent on net472
            stop.Cancel();
#pragma warning restore CA1849
            await Task.WhenAll(inFlight).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }

    private async Task<Answer> AskAsync(Step step, CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(step, await list(step.Slice.Query, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(step, null, failure);
        }
    }

    private sealed record Step(JobSlice Slice, bool Whole);

    private sealed record Answer(Step Step, JobList? Page, Exception? Failure);
}
