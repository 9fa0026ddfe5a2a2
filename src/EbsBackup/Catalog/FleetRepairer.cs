using System.Runtime.CompilerServices;
using EbsBackup.Sessions;

namespace EbsBackup.Catalog;

/// <summary>
/// Brings a catalogue in step with EC2 in many accounts and Regions in one run. A place that fails is reported and stops
/// no other; where there is one place alone, its failure is the run's.
/// </summary>
/// <param name="session">The caller's: its bucket and Region hold the catalogue.</param>
public sealed class FleetRepairer(AwsSession session)
{
    /// <summary>What a repair would do; changes nothing.</summary>
    public async Task<FleetPlan<CatalogRepairPlan>> PlanAsync(Fleet fleet, CatalogRepairRequest request, CancellationToken cancellationToken = default)
    {
        var run = await FleetRun.OpenAsync(session, request.Catalog, cancellationToken).ConfigureAwait(false);
        var plan = await FleetWalk<CatalogRepairPlan, CatalogRepairResult>.PlanAsync(
            fleet, run, place => new CatalogRepairer(place) { Run = run }.PlanAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);

        // A record of the original program names no place: that its snapshot is not in one of them says nothing.
        var spoken = new HashSet<string>(plan.Parts.SelectMany(p => p.Plan.Decisions).Select(d => d.Replaces).OfType<string>(), StringComparer.Ordinal);
        return plan with { Parts = [.. plan.Parts.Select(p => p with { Plan = p.Plan with { Decisions = [.. p.Plan.Decisions.Where(d => !d.IsElsewhere || spoken.Add(d.Key))] } })] };
    }

    /// <summary>Does what a plan says, one result a decision as it happens; first the errors that the plan found.</summary>
    public async IAsyncEnumerable<FleetResult<CatalogRepairResult>> ExecuteAsync(
        FleetPlan<CatalogRepairPlan> plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FleetRun.OpenAsync(session, plan.Parts.Select(p => p.Plan.Request.Catalog).FirstOrDefault(), cancellationToken).ConfigureAwait(false);
        var walk = new FleetWalk<CatalogRepairPlan, CatalogRepairResult>(new Work());
        await foreach (var result in walk.ExecuteAsync(plan, run, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    private sealed class Work : IFleetWork<CatalogRepairPlan, CatalogRepairResult>
    {
        public string Action => "s3:PutObject";

        public IAsyncEnumerable<CatalogRepairResult> ExecuteAsync(AwsSession place, CatalogRepairPlan plan, FleetRun run, CancellationToken cancellationToken) =>
            new CatalogRepairer(place) { Run = run }.ExecuteAsync(plan, cancellationToken);

        public IEnumerable<CatalogRepairResult> NotDone(FleetPart<CatalogRepairPlan> part, Func<string, EbsBackupError> error) =>
            part.Plan.Decisions.Select(d => new CatalogRepairResult(d, d.Action == CatalogRepairAction.Skip ? null : error(d.Key)));

        public string? ItemOf(CatalogRepairResult result) => result.Decision?.Key;

        public EbsBackupError? ErrorOf(CatalogRepairResult result) => result.Error;

        public CatalogRepairResult WithError(CatalogRepairResult result, EbsBackupError error) => result with { Error = error };

        public CatalogRepairResult Failed(EbsBackupError error) => new(null, error);
    }
}
