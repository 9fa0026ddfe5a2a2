using System.Runtime.CompilerServices;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>
/// Takes backups in many accounts and Regions in one run: one slot, one catalogue, which is the caller's, and a lease for
/// each place. A place that fails is reported and stops no other; where there is one place alone, its failure is the run's.
/// </summary>
/// <param name="session">The caller's: its bucket and Region hold the catalogue.</param>
public sealed class FleetTaker(AwsSession session)
{
    /// <summary>What a run would do; changes nothing.</summary>
    public async Task<FleetPlan<TakePlan>> PlanAsync(Fleet fleet, TakeRequest request, CancellationToken cancellationToken = default)
    {
        SnapshotTags.Validate(request.SnapshotTags);
        var atSlot = request with { Slot = request.Slot ?? new Slot(session.Clock.GetUtcNow()) };
        var run = await FleetRun.OpenAsync(session, atSlot.Catalog, cancellationToken).ConfigureAwait(false);
        var plan = await FleetWalk<TakePlan, TakeResult>.PlanAsync(
            fleet, run, place => new SnapshotTaker(place).PlanAsync(atSlot, cancellationToken), cancellationToken).ConfigureAwait(false);
        var isOnly = fleet.Places.Count == 1 && fleet.Errors.Count == 0;
        var name = session.NewRun();
        return new FleetPlan<TakePlan>(
            [.. plan.Parts.Select(p => p with { Plan = p.Plan with { Run = name, Errors = isOnly ? p.Plan.Errors : OfPlace(p) } })],
            isOnly ? plan.Errors : [.. plan.Errors, .. Nowhere(plan.Parts)]);
    }

    /// <summary>Does what a plan says, one result a volume as it happens; first the errors that the plan found.</summary>
    /// <exception cref="EbsBackupException">The one place there is cannot be worked in at all: another run is at work there, or the catalogue cannot be written.</exception>
    public async IAsyncEnumerable<FleetResult<TakeResult>> ExecuteAsync(
        FleetPlan<TakePlan> plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FleetRun.OpenAsync(session, plan.Parts.Select(p => p.Plan.Request.Catalog).FirstOrDefault(), cancellationToken).ConfigureAwait(false);
        await foreach (var result in new FleetWalk<TakePlan, TakeResult>(new Work()).ExecuteAsync(plan, run, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    private static IReadOnlyList<EbsBackupError> OfPlace(FleetPart<TakePlan> part) =>
        [.. part.Plan.Errors.Where(e => !IsAbsence(e)).Select(e => part.Place.At(e))];

    /// <summary>What was named and is in none of the places; that it is not in one of them says nothing.</summary>
    private static IEnumerable<EbsBackupError> Nowhere(IReadOnlyList<FleetPart<TakePlan>> parts) => parts
        .SelectMany(p => p.Plan.Errors.Where(IsAbsence))
        .GroupBy(e => (e.Id, e.TargetId))
        .Where(g => g.Count() == parts.Count)
        .Select(g => g.First());

    private static bool IsAbsence(EbsBackupError error) =>
        error.Id is nameof(SR.UnknownVolume) or nameof(SR.UnknownInstance) or nameof(SR.NothingSelected) or nameof(SR.NothingLeft);

    private sealed class Work : IFleetWork<TakePlan, TakeResult>
    {
        public string Action => "ec2:CreateSnapshot";

        public IAsyncEnumerable<TakeResult> ExecuteAsync(AwsSession place, TakePlan plan, FleetRun run, CancellationToken cancellationToken) =>
            new SnapshotTaker(place) { Run = run }.ExecuteAsync(plan, cancellationToken);

        public IEnumerable<TakeResult> NotDone(FleetPart<TakePlan> part, Func<string, EbsBackupError> error) =>
            part.Plan.Items.Select(item => new TakeResult(item.Volume.VolumeId, item.Action, item.Existing, error(item.Volume.VolumeId.Value)));

        public string? ItemOf(TakeResult result) => result.VolumeId?.Value;

        public EbsBackupError? ErrorOf(TakeResult result) => result.Error;

        public TakeResult WithError(TakeResult result, EbsBackupError error) => result with { Error = error };

        public TakeResult Failed(EbsBackupError error) => new(null, TakeAction.Create, null, error);
    }
}
