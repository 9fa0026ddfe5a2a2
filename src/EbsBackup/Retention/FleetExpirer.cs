using System.Runtime.CompilerServices;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Retention;

/// <summary>
/// Deletes what a policy no longer keeps in many accounts and Regions in one run; the records are the caller's. A place
/// that fails is reported and stops no other; where there is one place alone, its failure is the run's.
/// </summary>
/// <param name="session">The caller's: its bucket and Region hold the catalogue.</param>
public sealed class FleetExpirer(AwsSession session)
{
    /// <summary>What a run would keep, delete and leave; changes nothing.</summary>
    public async Task<FleetPlan<RetentionPlan>> PlanAsync(Fleet fleet, RetentionRequest request, CancellationToken cancellationToken = default)
    {
        request.Rules.Validate();
        var run = await FleetRun.OpenAsync(session, request.Catalog, cancellationToken).ConfigureAwait(false);
        var plan = await FleetWalk<RetentionPlan, RetentionResult>.PlanAsync(
            fleet, run, place => new RetentionExecutor(place) { Run = run }.PlanAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return plan with { Errors = [.. plan.Errors, .. WithoutBackups(request, plan)] };
    }

    /// <summary>Does what a plan says, one result a snapshot as it happens; first the errors that the plan found.</summary>
    /// <exception cref="EbsBackupException">The one place there is cannot be worked in at all: another run is at work there, or the catalogue cannot be written.</exception>
    public async IAsyncEnumerable<FleetResult<RetentionResult>> ExecuteAsync(
        FleetPlan<RetentionPlan> plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FleetRun.OpenAsync(session, plan.Parts.Select(p => p.Plan.Request.Catalog).FirstOrDefault(), cancellationToken).ConfigureAwait(false);
        var walk = new FleetWalk<RetentionPlan, RetentionResult>(new Work());
        await foreach (var result in walk.ExecuteAsync(plan, run, cancellationToken).ConfigureAwait(false)) yield return result;
    }

    /// <summary>What was named and has no backup in any of the places; nobody knows when one of them could not be looked at.</summary>
    private static IEnumerable<EbsBackupError> WithoutBackups(RetentionRequest request, FleetPlan<RetentionPlan> plan)
    {
        if (plan.Errors.Count > 0) return [];
        var known = new HashSet<VolumeId>(plan.Parts.SelectMany(p => p.Plan.Decisions.Select(d => d.Snapshot.Volume)));
        return request.VolumeIds.Distinct().Where(v => !known.Contains(v)).Select(v => EbsBackupError.NoBackups(v.Value, request.Policy.Value));
    }

    private sealed class Work : IFleetWork<RetentionPlan, RetentionResult>
    {
        public string Action => "ec2:DeleteSnapshot";

        public IAsyncEnumerable<RetentionResult> ExecuteAsync(AwsSession place, RetentionPlan plan, FleetRun run, CancellationToken cancellationToken) =>
            new RetentionExecutor(place) { Run = run }.ExecuteAsync(plan, cancellationToken);

        // What the plan leaves where it is needs no doing.
        public IEnumerable<RetentionResult> NotDone(FleetPart<RetentionPlan> part, Func<string, EbsBackupError> error) => part.Plan.Decisions.Select(d => d.Action == RetentionAction.Delete
            ? RetentionResult.Of(d, RetentionAction.Skip, d.Reasons) with { Error = error(d.Snapshot.SnapshotId.Value) }
            : RetentionResult.Of(d, d.Action, d.Reasons));

        public string? ItemOf(RetentionResult result) => result.SnapshotId == default ? null : result.SnapshotId.Value;

        public EbsBackupError? ErrorOf(RetentionResult result) => result.Error;

        public RetentionResult WithError(RetentionResult result, EbsBackupError error) => result with { Error = error };

        public RetentionResult Failed(EbsBackupError error) => RetentionResult.OfNoSnapshot(error);
    }
}
