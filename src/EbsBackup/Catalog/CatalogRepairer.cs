using System.Runtime.CompilerServices;
using Amazon.EC2.Model;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>
/// Brings the catalogue of one account and Region in step with EC2, both ways. Each policy's part is done under the
/// policy's lease; what is written replaces only what was looked at.
/// </summary>
public sealed class CatalogRepairer(AwsSession session)
{
    private const int Workers = 16;

    /// <summary>The run over many places that this is part of.</summary>
    internal FleetRun? Run { get; init; }

    /// <summary>What a repair would do; changes nothing.</summary>
    /// <exception cref="EbsBackupException">The bucket or EC2 could not be listed to the end.</exception>
    public async Task<CatalogRepairPlan> PlanAsync(CatalogRepairRequest request, CancellationToken cancellationToken = default)
    {
        var region = await session.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var account = (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId;
        var store = StoreOf(request, region);
        var inspector = new CatalogInspector(store, new SnapshotFinder(session.EC2(region), account, region), account, region, session.AwsClock);
        var evidence = await inspector.InspectAsync(cancellationToken).ConfigureAwait(false);
        var run = session.NewRun();
        return new CatalogRepairPlan(request, account, region, run, CatalogRepairPlanner.Plan(evidence, store.Keys, request.AdoptPolicy, run), evidence.Errors);
    }

    /// <summary>Plans and does it.</summary>
    public async IAsyncEnumerable<CatalogRepairResult> RepairAsync(CatalogRepairRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var result in ExecuteAsync(plan, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    /// <summary>Does what a plan says, one result a decision as it happens; first what the plan could not look at.</summary>
    public async IAsyncEnumerable<CatalogRepairResult> ExecuteAsync(CatalogRepairPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var error in plan.Errors) yield return new CatalogRepairResult(null, error);
        foreach (var decision in plan.Decisions.Where(d => d.Action == CatalogRepairAction.Skip)) yield return new CatalogRepairResult(decision, null);

        var store = StoreOf(plan.Request, plan.Region);
        foreach (var ofPolicy in plan.Decisions.Where(d => d.Action != CatalogRepairAction.Skip).GroupBy(d => d.Policy))
        {
            var (lease, busy) = await TryAcquireAsync(store, ofPolicy.Key, plan, cancellationToken).ConfigureAwait(false);
            if (busy is not null)
            {
                foreach (var decision in ofPolicy) yield return new CatalogRepairResult(decision, busy);
                continue;
            }

            try
            {
                await foreach (var result in ExecuteAsync([.. ofPolicy], plan.Region, store, lease, cancellationToken).ConfigureAwait(false)) yield return result;
            }
            finally
            {
                if (lease is not null) await lease.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private CatalogStore StoreOf(CatalogRepairRequest request, RegionName region) => Run?.Store ?? new CatalogStore(session.S3(region), request.Catalog);

    // Records are written first, then dropped, and what a killed run left goes last: a kill in between leaves nothing unfinished unseen.
    private async IAsyncEnumerable<CatalogRepairResult> ExecuteAsync(
        IReadOnlyList<CatalogRepairDecision> decisions, RegionName region, CatalogStore store, CatalogLease? lease, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failed = new Dictionary<string, EbsBackupError>(StringComparer.Ordinal);
        var gate = new FailureGate(Run?.Gate);
        var writes = ConcurrentStream.RunAsync(
            decisions.Where(d => d.Record is not null),
            Workers,
            d => gate.RunAsync(
                () => WriteAsync(d, region, store, lease, cancellationToken), r => r.Error, cause => [new CatalogRepairResult(d, EbsBackupError.NotAttempted(d.Key, cause))]),
            cancellationToken);
        await foreach (var result in writes.ConfigureAwait(false))
        {
            if (result.Error is not null) failed[result.Decision!.Key] = result.Error;
            yield return result;
        }

        foreach (var action in new[] { CatalogRepairAction.Drop, CatalogRepairAction.Finish })
        {
            var due = decisions.Where(d => d.Action == action).ToLookup(d => d.After.FirstOrDefault(failed.ContainsKey));
            foreach (var held in due.Where(d => d.Key is not null).SelectMany(d => d))
            {
                yield return new CatalogRepairResult(held, EbsBackupError.NotAttempted(held.Key, failed[held.After.First(failed.ContainsKey)]));
            }

            foreach (var result in await RemoveAsync([.. due[null!]], store, lease, cancellationToken).ConfigureAwait(false))
            {
                if (result.Error is not null) failed[result.Decision!.Key] = result.Error;
                yield return result;
            }
        }
    }

    private async Task<IReadOnlyList<CatalogRepairResult>> WriteAsync(
        CatalogRepairDecision decision, RegionName region, CatalogStore store, CatalogLease? lease, CancellationToken cancellationToken)
    {
        try
        {
            if (lease is not null) await lease.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            if (decision.Tags.Count > 0) await TagAsync(decision, region, cancellationToken).ConfigureAwait(false);

            // Null means that another wrote it since it was looked at: theirs is newer than ours.
            _ = decision.ETag is { } etag
                ? await store.TryReplaceAsync(decision.Key, decision.Record!, CatalogJson.Default.SnapshotRecord, etag, cancellationToken).ConfigureAwait(false)
                : await store.TryCreateAsync(decision.Key, decision.Record!, CatalogJson.Default.SnapshotRecord, cancellationToken).ConfigureAwait(false);
            var left = decision.Replaces is { } original ? await store.DeleteAsync([original], cancellationToken).ConfigureAwait(false) : [];
            return [new CatalogRepairResult(decision, left.Count > 0 ? left[0] : null)];
        }
        catch (EbsBackupException e)
        {
            return [new CatalogRepairResult(decision, e.Error)];
        }
    }

    private async Task TagAsync(CatalogRepairDecision decision, RegionName region, CancellationToken cancellationToken)
    {
        var id = decision.SnapshotId!.Value.Value;
        try
        {
            await session.EC2(region).CreateTagsAsync(
                new CreateTagsRequest { Resources = [id], Tags = [.. decision.Tags.Select(t => new Tag(t.Key, t.Value))] }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "ec2:CreateTags", id).ToException(e);
        }
    }

    private static async Task<IReadOnlyList<CatalogRepairResult>> RemoveAsync(
        CatalogRepairDecision[] decisions, CatalogStore store, CatalogLease? lease, CancellationToken cancellationToken)
    {
        if (decisions.Length == 0) return [];
        IReadOnlyList<EbsBackupError> errors;
        try
        {
            if (lease is not null) await lease.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            var keys = new List<string>();
            await foreach (var key in ConcurrentStream.RunAsync(decisions, Workers, d => UnchangedAsync(d, store, cancellationToken), cancellationToken).ConfigureAwait(false)) keys.Add(key);
            errors = await store.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (EbsBackupException e)
        {
            errors = [e.Error];
        }

        // An error that names no key is about all of a call's keys.
        var ofKey = errors.GroupBy(e => e.TargetId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var ofAll = errors.FirstOrDefault(e => decisions.All(d => d.Key != e.TargetId));
        return [.. decisions.Select(d => new CatalogRepairResult(d, ofKey.TryGetValue(d.Key, out var error) ? error : ofAll))];
    }

    // A run may have written its intent anew since it was looked at; under the lease none can.
    private static async Task<IReadOnlyList<string>> UnchangedAsync(CatalogRepairDecision decision, CatalogStore store, CancellationToken cancellationToken) =>
        decision.ETag is not { } etag || await store.TryReadAsync(decision.Key, CatalogJson.Default.TakeIntent, cancellationToken).ConfigureAwait(false) is { } now && now.ETag == etag
            ? [decision.Key]
            : [];

    private async Task<(CatalogLease? Lease, EbsBackupError? Busy)> TryAcquireAsync(CatalogStore store, PolicyName? policy, CatalogRepairPlan plan, CancellationToken cancellationToken)
    {
        if (policy is not { } name) return (null, null);
        try
        {
            return (await CatalogLease.AcquireAsync(store, name, plan.AccountId, plan.Region, plan.Run, session.AwsClock, cancellationToken).ConfigureAwait(false), null);
        }
        catch (EbsBackupException e)
        {
            return (null, e.Error);
        }
    }
}
