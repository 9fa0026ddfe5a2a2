using System.Runtime.CompilerServices;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>
/// Takes backups: of single volumes, or of an instance's volumes frozen together. Order: lease, intent, create with tags,
/// record. After a kill at any point, the next run of the policy finishes the work.
/// </summary>
public sealed class SnapshotTaker(AwsSession session)
{
    private const int Workers = 8;
    private const int Waiters = 64;

    /// <summary>The run over many places that this is part of.</summary>
    internal FleetRun? Run { get; init; }

    /// <summary>What a run would do; changes nothing.</summary>
    /// <exception cref="EbsBackupException">The request is not valid, or AWS could not be asked.</exception>
    public async Task<TakePlan> PlanAsync(TakeRequest request, CancellationToken cancellationToken = default)
    {
        SnapshotTags.Validate(request.SnapshotTags);
        var region = await session.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var identity = await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var ec2 = session.EC2(region);
        var slot = request.Slot ?? new Slot(session.Clock.GetUtcNow());
        var selection = await new VolumeFinder(ec2).FindAsync(request.Volumes, cancellationToken).ConfigureAwait(false);
        var existing = selection.Volumes.Count == 0 ? [] : await new SnapshotFinder(ec2, identity.AccountId, region)
            .AtSlotAsync(request.Policy, slot, cancellationToken).ConfigureAwait(false);
        return new TakePlan(
            request, identity.AccountId, region, slot, session.NewRun(), TakePlanner.Plan(selection.Volumes, existing), selection.Errors)
        {
            Choices = selection.Choices,
        };
    }

    /// <summary>Plans and does it.</summary>
    public async IAsyncEnumerable<TakeResult> TakeAsync(TakeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var result in ExecuteAsync(plan, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    /// <summary>Does what a plan says, one result a volume as it happens; first the errors that the plan found.</summary>
    /// <exception cref="EbsBackupException">Nothing can be done at all: another run holds the policy, or the catalogue cannot be written.</exception>
    public async IAsyncEnumerable<TakeResult> ExecuteAsync(TakePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var error in plan.Errors) yield return new TakeResult(null, TakeAction.Create, null, error);
        if (plan.Items.Count == 0) yield break;

        var finder = new SnapshotFinder(session.EC2(plan.Region), plan.AccountId, plan.Region);
        var store = Run?.Store ?? CatalogStore.Open(session, plan.Region, plan.Request.Catalog);
        var journal = await TakeJournal.OpenAsync(session, plan, finder, store, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var unfinished in journal.Unfinished) yield return unfinished;
            var items = await UnderLeaseAsync(plan, finder, cancellationToken).ConfigureAwait(false);
            var creator = new SnapshotCreator(session, plan, finder, journal);
            var watcher = new CompletionWatcher(finder, journal, session.AwsClock, plan.Request.Progress);
            var pending = new List<TakeResult>();
            await foreach (var result in TakeAllAsync(creator, items, cancellationToken).ConfigureAwait(false))
            {
                if (plan.Request.Wait && result is { Snapshot: not null, Error: null }) pending.Add(result);
                else yield return Judged(result);
            }

            await foreach (var result in watcher.WatchAsync(pending, cancellationToken).ConfigureAwait(false)) yield return Judged(result);
        }
        finally
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<TakeResult> TakeAllAsync(SnapshotCreator creator, IReadOnlyList<TakeItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var gate = new FailureGate(Run?.Gate);
        var taking = EachAsync(Groups(items), Workers, group => creator.TakeAsync(group, cancellationToken));
        await foreach (var result in taking.ConfigureAwait(false)) yield return result;

        var since = session.Clock.GetTimestamp();
        var waiting = EachAsync(creator.Crowded, Waiters, group => creator.TakeWhenThereIsRoomAsync(group, since, cancellationToken));
        await foreach (var result in waiting.ConfigureAwait(false)) yield return result;

        // To record what exists already does not show that more may be made.
        IAsyncEnumerable<TakeResult> EachAsync(IEnumerable<IReadOnlyList<TakeItem>> groups, int degree, Func<IReadOnlyList<TakeItem>, Task<IReadOnlyList<TakeResult>>> take) =>
            ConcurrentStream.RunAsync(
                groups, degree, group => gate.RunAsync(() => take(group), r => r.Error, cause => NotDone(group, cause), r => r.Action == TakeAction.Create), cancellationToken);
    }

    // Another run may have taken the slot between our plan and our lease; from here on none can.
    private static async Task<IReadOnlyList<TakeItem>> UnderLeaseAsync(TakePlan plan, SnapshotFinder finder, CancellationToken cancellationToken)
    {
        if (plan.Request.Catalog is null || plan.Items.All(item => item.Action == TakeAction.Adopt)) return plan.Items;
        var existing = await finder.AtSlotAsync(plan.Request.Policy, plan.Slot, cancellationToken).ConfigureAwait(false);
        return TakePlanner.Plan(plan.Items.Select(item => item.Volume), existing);
    }

    // One group is one call: an instance's volumes to create, or a single volume. What exists comes first: a denial to create must not hide it.
    private static IEnumerable<IReadOnlyList<TakeItem>> Groups(IReadOnlyList<TakeItem> items) => items
        .OrderBy(item => item.Action == TakeAction.Adopt ? 0 : 1)
        .GroupBy(item => item is { Action: TakeAction.Create, Volume.BackupSet: { } set } ? set.Value : item.Volume.VolumeId.Value)
        .Select(group => (IReadOnlyList<TakeItem>)[.. group]);

    private static IReadOnlyList<TakeResult> NotDone(IReadOnlyList<TakeItem> group, EbsBackupError cause) =>
        [.. group.Select(item => new TakeResult(item.Volume.VolumeId, item.Action, item.Existing, EbsBackupError.NotAttempted(item.Volume.VolumeId.Value, cause)))];

    private static TakeResult Judged(TakeResult result) => result is { Error: null, Snapshot: { State: "error" } failed }
        ? result with { Error = EbsBackupError.SnapshotFailed(failed.SnapshotId.Value, failed.VolumeId.Value, failed.StateMessage) }
        : result;
}
