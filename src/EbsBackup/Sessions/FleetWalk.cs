using System.Runtime.CompilerServices;

namespace EbsBackup.Sessions;

/// <summary>
/// The one way through a fleet: places side by side, results as they come. A place that fails is reported and stops no
/// other, unless its failure says that nothing can succeed anywhere; where there is one place alone, its failure is the run's.
/// </summary>
internal sealed class FleetWalk<TPlan, TResult>(IFleetWork<TPlan, TResult> work)
{
    private const int PlacesAtOnce = 16;

    public static async Task<FleetPlan<TPlan>> PlanAsync(Fleet fleet, FleetRun run, Func<AwsSession, Task<TPlan>> plan, CancellationToken cancellationToken)
    {
        var isOnly = IsOnly(fleet.Places.Count, fleet.Errors.Count);
        var parts = new List<FleetPart<TPlan>>();
        var errors = new List<EbsBackupError>(fleet.Errors);
        var planning = ConcurrentStream.RunAsync(fleet.Places, PlacesAtOnce, PlanOneAsync, cancellationToken);
        await foreach (var (part, error) in planning.ConfigureAwait(false))
        {
            if (part is not null) parts.Add(part);
            if (error is not null) errors.Add(error);
        }

        return new FleetPlan<TPlan>(
            [.. parts.OrderBy(p => p.Place.AccountId.Value, StringComparer.Ordinal).ThenBy(p => p.Place.Region.Value, StringComparer.Ordinal)], errors);

        async Task<IReadOnlyList<(FleetPart<TPlan>? Part, EbsBackupError? Error)>> PlanOneAsync(FleetPlace place)
        {
            if (run.Gate.Cause is { } cause) return [(null, EbsBackupError.NotAttempted(place.ToString(), cause))];
            try
            {
                return [(new FleetPart<TPlan>(place, await plan(place.Session).ConfigureAwait(false)), null)];
            }
            catch (EbsBackupException e) when (!isOnly)
            {
                run.Gate.SawInPlace(e.Error);
                return [(null, place.At(e.Error))];
            }
        }
    }

    /// <summary>First the errors that the plan found, then one result an item as it happens.</summary>
    public async IAsyncEnumerable<FleetResult<TResult>> ExecuteAsync(FleetPlan<TPlan> plan, FleetRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var error in plan.Errors) yield return new FleetResult<TResult>(null, work.Failed(error));
        var isOnly = IsOnly(plan.Parts.Count, plan.Errors.Count);
        var results = ConcurrentStream.MergeAsync(plan.Parts, PlacesAtOnce, part => ExecuteAsync(part, run, isOnly, cancellationToken), cancellationToken);
        await foreach (var result in results.ConfigureAwait(false)) yield return result;
    }

    private async IAsyncEnumerable<FleetResult<TResult>> ExecuteAsync(
        FleetPart<TPlan> part, FleetRun run, bool isOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (run.Gate.Cause is { } cause)
        {
            foreach (var result in work.NotDone(part, item => EbsBackupError.NotAttempted(item, cause))) yield return new FleetResult<TResult>(part.Place, result);
            yield break;
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        var results = work.ExecuteAsync(part.Place.Session, part.Plan, run, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (results.ConfigureAwait(false))
        {
            for (EbsBackupError? failure = null; failure is null;)
            {
                try
                {
                    if (!await results.MoveNextAsync().ConfigureAwait(false)) yield break;
                }
                catch (Exception e) when (!isOnly && !cancellationToken.IsCancellationRequested)
                {
                    failure = EbsBackupError.From(e, work.Action, part.Place.ToString());
                }

                if (failure is null)
                {
                    var result = results.Current;
                    if (work.ItemOf(result) is { } item) told.Add(item);
                    yield return new FleetResult<TResult>(part.Place, isOnly || work.ErrorOf(result) is not { } error ? result : work.WithError(result, part.Place.At(error)));
                    continue;
                }

                // Each item that the failure kept from being done is said to be so.
                run.Gate.SawInPlace(failure);
                failure = part.Place.At(failure);
                TResult[] left = [.. work.NotDone(part, _ => failure).Where(r => work.ItemOf(r) is not { } item || !told.Contains(item))];
                foreach (var result in left) yield return new FleetResult<TResult>(part.Place, result);
                if (left.All(r => work.ErrorOf(r) is null)) yield return new FleetResult<TResult>(part.Place, work.Failed(failure));
            }
        }
    }

    private static bool IsOnly(int places, int errors) => places == 1 && errors == 0;
}
