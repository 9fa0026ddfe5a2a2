using System.Runtime.CompilerServices;
using EbsBackup.Catalog;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>
/// Takes backups in many accounts and Regions in one run: one slot, one lease, one catalogue, which is the caller's. A
/// place that fails is reported and stops no other; where there is one place alone, its failure is the run's.
/// </summary>
/// <param name="session">The caller's: its bucket and Region hold the catalogue.</param>
public sealed class FleetTaker(AwsSession session)
{
    private const int PlacesAtOnce = 16;

    /// <summary>What a run would do; changes nothing.</summary>
    public async Task<FleetTakePlan> PlanAsync(Fleet fleet, TakeRequest request, CancellationToken cancellationToken = default)
    {
        SnapshotTags.Validate(request.SnapshotTags);
        var atSlot = request with { Slot = request.Slot ?? new Slot(session.Clock.GetUtcNow()) };
        var isOnly = IsOnly(fleet.Places.Count, fleet.Errors.Count);
        var parts = new List<FleetTakePart>();
        var errors = new List<EbsBackupError>(fleet.Errors);
        var work = ConcurrentStream.RunAsync(fleet.Places, PlacesAtOnce, PlanOneAsync, cancellationToken);
        await foreach (var (part, error) in work.ConfigureAwait(false))
        {
            if (part is not null) parts.Add(part);
            if (error is not null) errors.Add(error);
        }

        var nowhere = isOnly ? [] : Nowhere(parts);
        errors.AddRange(nowhere);
        var plan = new FleetTakePlan(atSlot, session.NewRun(), [], errors);
        return plan with
        {
            Parts = [.. parts.OrderBy(p => p.Place.AccountId.Value, StringComparer.Ordinal).ThenBy(p => p.Place.Region.Value, StringComparer.Ordinal)
                .Select(p => p with { Plan = p.Plan with { Run = plan.Run, Errors = isOnly ? p.Plan.Errors : [.. p.Plan.Errors.Where(e => !IsAbsence(e)).Select(e => At(p.Place, e))] } })],
        };

        async Task<IReadOnlyList<(FleetTakePart? Part, EbsBackupError? Error)>> PlanOneAsync(FleetPlace place)
        {
            try
            {
                return [(new FleetTakePart(place, await new SnapshotTaker(place.Session).PlanAsync(atSlot, cancellationToken).ConfigureAwait(false)), null)];
            }
            catch (EbsBackupException e) when (!isOnly)
            {
                return [(null, At(place, e.Error))];
            }
        }
    }

    /// <summary>Does what a plan says, one result a volume as it happens; first the errors that the plan found.</summary>
    /// <exception cref="EbsBackupException">Nothing can be done at all: another run holds the policy, or the catalogue cannot be written.</exception>
    public async IAsyncEnumerable<FleetTakeResult> ExecuteAsync(FleetTakePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var error in plan.Errors) yield return new FleetTakeResult(null, new TakeResult(null, TakeAction.Create, null, error));
        var shared = await OpenCatalogAsync(plan, cancellationToken).ConfigureAwait(false);
        try
        {
            var isOnly = IsOnly(plan.Parts.Count, plan.Errors.Count);
            var work = ConcurrentStream.MergeAsync(plan.Parts, PlacesAtOnce, part => ExecuteAsync(part, shared, isOnly, cancellationToken), cancellationToken);
            await foreach (var result in work.ConfigureAwait(false)) yield return result;
        }
        finally
        {
            if (shared is not null) await shared.Lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<FleetTakeResult> ExecuteAsync(
        FleetTakePart part, SharedCatalog? shared, bool isOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = part.Plan.Items.ToDictionary(item => item.Volume.VolumeId);
        var results = new SnapshotTaker(part.Place.Session).ExecuteAsync(part.Plan, shared, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (results.ConfigureAwait(false))
        {
            for (EbsBackupError? failure = null; failure is null;)
            {
                TakeResult? result = null;
                try
                {
                    if (!await results.MoveNextAsync().ConfigureAwait(false)) yield break;
                    result = results.Current;
                }
                catch (Exception e) when (!isOnly && !cancellationToken.IsCancellationRequested)
                {
                    failure = At(part.Place, EbsBackupError.From(e, "ec2:CreateSnapshot", part.Place.ToString()));
                }

                if (result is { VolumeId: { } done }) left.Remove(done);
                if (result is not null) yield return new FleetTakeResult(part.Place, isOnly || result.Error is not { } error ? result : result with { Error = At(part.Place, error) });

                // Each volume that the failure kept from being taken is said to be so.
                if (failure is null) continue;
                foreach (var item in left.Values) yield return new FleetTakeResult(part.Place, new TakeResult(item.Volume.VolumeId, item.Action, null, failure));
                if (left.Count == 0) yield return new FleetTakeResult(part.Place, new TakeResult(null, TakeAction.Create, null, failure));
            }
        }
    }

    private async Task<SharedCatalog?> OpenCatalogAsync(FleetTakePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Request.Catalog is not { } location || plan.Parts.All(p => p.Plan.Items.Count == 0)) return null;
        var store = new CatalogStore(session.S3(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false)), location);
        return new SharedCatalog(store, await CatalogLease.AcquireAsync(store, plan.Request.Policy, plan.Run, session.AwsClock, cancellationToken).ConfigureAwait(false));
    }

    private static bool IsOnly(int places, int errors) => places == 1 && errors == 0;

    /// <summary>What was named and is in none of the places; that it is not in one of them says nothing.</summary>
    private static IEnumerable<EbsBackupError> Nowhere(List<FleetTakePart> parts) => parts
        .SelectMany(p => p.Plan.Errors.Where(IsAbsence))
        .GroupBy(e => (e.Id, e.TargetId))
        .Where(g => g.Count() == parts.Count)
        .Select(g => g.First());

    private static bool IsAbsence(EbsBackupError error) =>
        error.Id is nameof(SR.UnknownVolume) or nameof(SR.UnknownInstance) or nameof(SR.NothingSelected) or nameof(SR.NothingLeft);

    private static EbsBackupError At(FleetPlace place, EbsBackupError error) => error with { Message = $"{place}: {error.Message}" };
}
