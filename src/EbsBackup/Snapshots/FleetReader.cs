using System.Runtime.CompilerServices;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>
/// Shows our snapshots of many accounts and Regions: from the caller's catalogue when there is one, else from EC2's tags.
/// A place that cannot be read is reported and hides no other; where there is one place alone, its failure is the caller's.
/// </summary>
/// <param name="session">The caller's: its bucket and Region hold the catalogue.</param>
public sealed class FleetReader(AwsSession session)
{
    public async IAsyncEnumerable<FleetResult<SnapshotReadResult>> ReadAsync(
        Fleet fleet, SnapshotQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await FleetRun.OpenAsync(session, query.Catalog, cancellationToken).ConfigureAwait(false);
        var missing = new HashSet<SnapshotId>(query.SnapshotIds);
        var plan = new FleetPlan<SnapshotQuery>([.. fleet.Places.Select(place => new FleetPart<SnapshotQuery>(place, query))], fleet.Errors);
        var work = new Work(fleet.Places.Count > 0 ? fleet.Places[0].Session : null);
        await foreach (var result in new FleetWalk<SnapshotQuery, SnapshotReadResult>(work).ExecuteAsync(plan, run, cancellationToken).ConfigureAwait(false))
        {
            if (result.Result.Snapshot is { } snapshot) missing.Remove(snapshot.SnapshotId);

            // That a snapshot is not in one of the places says nothing.
            if (result.Result.Error?.Id != nameof(SR.UnknownSnapshot)) yield return result;
        }

        foreach (var id in missing) yield return new FleetResult<SnapshotReadResult>(null, new SnapshotReadResult(null, EbsBackupError.UnknownSnapshot(id.Value)));
    }

    private sealed class Work(AwsSession? first) : IFleetWork<SnapshotQuery, SnapshotReadResult>
    {
        public string Action => "ec2:DescribeSnapshots";

        public IAsyncEnumerable<SnapshotReadResult> ExecuteAsync(AwsSession place, SnapshotQuery plan, FleetRun run, CancellationToken cancellationToken) =>
            new SnapshotReader(place) { Run = run, IncludeOriginals = ReferenceEquals(place, first) }.ReadAsync(plan, cancellationToken);

        public IEnumerable<SnapshotReadResult> NotDone(FleetPart<SnapshotQuery> part, Func<string, EbsBackupError> error) => [Failed(error(part.Place.ToString()))];

        public string? ItemOf(SnapshotReadResult result) => null;

        public EbsBackupError? ErrorOf(SnapshotReadResult result) => result.Error;

        public SnapshotReadResult WithError(SnapshotReadResult result, EbsBackupError error) => result with { Error = error };

        public SnapshotReadResult Failed(EbsBackupError error) => new(null, error);
    }
}
