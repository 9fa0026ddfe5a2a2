using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Retention;

/// <summary>
/// Deletes what a policy no longer keeps, with its records. It works from snapshots, not from volumes, so the backups
/// of a volume that no longer exists expire too. Order: mark the records, delete the snapshots, drop the records.
/// </summary>
public sealed class RetentionExecutor(AwsSession session)
{
    private const int Workers = 10;
    private const int MarkSize = 1000;

    /// <summary>The run over many places that this is part of.</summary>
    internal FleetRun? Run { get; init; }

    /// <summary>What a run would keep, delete and leave; changes nothing.</summary>
    /// <exception cref="EbsBackupException">The rules are not valid, or the snapshots could not be listed to the end: then nothing may be deleted.</exception>
    public async Task<RetentionPlan> PlanAsync(RetentionRequest request, CancellationToken cancellationToken = default)
    {
        request.Rules.Validate();
        var region = await session.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var account = (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId;
        var candidates = new List<RetentionCandidate>();
        var finder = new SnapshotFinder(session.EC2(region), account, region);
        await foreach (var snapshot in finder.OfPolicyAsync(request.Policy, request.VolumeIds, cancellationToken).ConfigureAwait(false))
        {
            if (Candidate(snapshot) is { } candidate) candidates.Add(candidate);
        }

        PolicyState? last = null;
        if (StoreOf(request, region) is { } store)
        {
            last = (await store.TryReadAsync(store.Keys.State(request.Policy, account, region), CatalogJson.Default.PolicyState, cancellationToken).ConfigureAwait(false))?.Value;
        }

        var now = session.Clock.GetUtcNow();
        var guards = new RetentionGuards(ListingComplete: true, session.ClockSkew, last?.Rules, request.AcceptLargeDeletion);
        return new RetentionPlan(request, account, region, now, session.NewRun(), RetentionPlanner.Plan(candidates, request.Rules, now, guards));
    }

    /// <summary>Plans and does it.</summary>
    public async IAsyncEnumerable<RetentionResult> ExpireAsync(RetentionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var result in ExecuteAsync(plan, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    /// <summary>Does what a plan says, one result a snapshot as it happens.</summary>
    /// <exception cref="EbsBackupException">Nothing can be done at all: another run holds the policy, or the catalogue cannot be written.</exception>
    public async IAsyncEnumerable<RetentionResult> ExecuteAsync(RetentionPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var finder = new SnapshotFinder(session.EC2(plan.Region), plan.AccountId, plan.Region);
        var store = StoreOf(plan.Request, plan.Region);
        var journal = await DeletionJournal.OpenAsync(plan, finder, session.AwsClock, store, cancellationToken).ConfigureAwait(false);
        try
        {
            var unfinished = false;
            foreach (var decision in plan.Decisions.Where(d => d.Action != RetentionAction.Delete))
            {
                unfinished |= decision.Action == RetentionAction.Skip;
                yield return RetentionResult.Of(decision, decision.Action, decision.Reasons);
            }

            var gate = new FailureGate(Run?.Gate);
            var deletions = plan.Decisions.Where(d => d.Action == RetentionAction.Delete).ToArray();
            for (var start = 0; start < deletions.Length; start += MarkSize)
            {
                var batch = deletions.Skip(start).Take(MarkSize).ToArray();
                var unmarked = gate.Cause ?? await FailureOfAsync(() => journal.MarkAsync(batch, cancellationToken)).ConfigureAwait(false);
                if (unmarked is not null)
                {
                    gate.Saw(unmarked);
                    unfinished = true;
                    foreach (var result in batch.Select(d => NotDone(d, unmarked))) yield return result;
                    continue;
                }

                var snapshots = batch.ToDictionary(d => d.Snapshot.SnapshotId, d => d.Snapshot);
                var gone = new List<RetentionCandidate>();
                var work = ConcurrentStream.RunAsync(
                    batch, Workers, d => gate.RunAsync(() => DeleteAsync(plan.Region, d, journal, cancellationToken), r => r.Error, cause => [NotDone(d, cause)]), cancellationToken);
                await foreach (var result in work.ConfigureAwait(false))
                {
                    unfinished |= result.Error is not null;
                    if (result.Action == RetentionAction.Delete && result.Error is null) gone.Add(snapshots[result.SnapshotId]);
                    yield return result;
                }

                foreach (var error in await journal.DropAsync(gone, cancellationToken).ConfigureAwait(false))
                {
                    unfinished = true;
                    yield return RetentionResult.OfNoSnapshot(error);
                }
            }

            if (gate.Cause is not null) yield break;
            foreach (var error in await ReconcileAsync(journal, cancellationToken).ConfigureAwait(false))
            {
                unfinished = true;
                yield return RetentionResult.OfNoSnapshot(error);
            }

            if (!unfinished && await FailureOfAsync(() => journal.SucceededAsync(cancellationToken)).ConfigureAwait(false) is { } unsaved)
            {
                yield return RetentionResult.OfNoSnapshot(unsaved);
            }
        }
        finally
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    private CatalogStore? StoreOf(RetentionRequest request, RegionName region) => Run?.Store ?? CatalogStore.Open(session, region, request.Catalog);

    // What is deleted is told of, although the catalogue cannot be put in order.
    private static async Task<IReadOnlyList<EbsBackupError>> ReconcileAsync(DeletionJournal journal, CancellationToken cancellationToken)
    {
        IReadOnlyList<EbsBackupError> errors = [];
        var failure = await FailureOfAsync(async () => errors = await journal.ReconcileAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return failure is null ? errors : [failure];
    }

    private static async Task<EbsBackupError?> FailureOfAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (EbsBackupException e)
        {
            return e.Error;
        }
    }

    private static RetentionResult NotDone(RetentionDecision decision, EbsBackupError cause) =>
        RetentionResult.Of(decision, RetentionAction.Skip, decision.Reasons) with { Error = EbsBackupError.NotAttempted(decision.Snapshot.SnapshotId.Value, cause) };

    /// <summary>Null for a snapshot whose ownership tags are not all there and valid: it is not ours to judge.</summary>
    private static RetentionCandidate? Candidate(SnapshotRecord snapshot)
    {
        if (snapshot.Tags is not { } tags || OwnershipTags.Read(tags) is not { } ownership || snapshot.StartTime is not { } time) return null;
        var state = snapshot.State switch
        {
            "completed" => BackupState.Completed,
            "error" => BackupState.Failed,
            _ => BackupState.Unfinished,
        };
        return new RetentionCandidate(snapshot.SnapshotId, ownership.Volume, time, state, tags.ContainsKey(OwnershipTags.HoldKey));
    }

    private async Task<IReadOnlyList<RetentionResult>> DeleteAsync(
        RegionName region, RetentionDecision decision, DeletionJournal journal, CancellationToken cancellationToken)
    {
        var id = decision.Snapshot.SnapshotId.Value;
        try
        {
            await journal.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            await session.EC2(region).DeleteSnapshotAsync(new DeleteSnapshotRequest { SnapshotId = id }, cancellationToken).ConfigureAwait(false);
            return [RetentionResult.Of(decision, RetentionAction.Delete, decision.Reasons)];
        }
        catch (AmazonEC2Exception e) when (e.ErrorCode == "InvalidSnapshot.NotFound")
        {
            return [RetentionResult.Of(decision, RetentionAction.Delete, decision.Reasons)];
        }
        catch (AmazonEC2Exception e) when (Protection.Of(e) is { } protection)
        {
            return [RetentionResult.Of(decision, RetentionAction.Skip, [protection])];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return [RetentionResult.Of(decision, RetentionAction.Skip, decision.Reasons) with { Error = EbsBackupError.From(e, "ec2:DeleteSnapshot", id) }];
        }
    }
}
