using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Benchmarks;

/// <summary>
/// Remove-ExpiredEbsBackup's work end to end: 100,000 snapshots listed and judged, 10,000 deleted with their records.
/// Ours also takes the lease, marks what it deletes and reconciles the records with the snapshots; the peer does not.
/// </summary>
public sealed class RetentionBenchmark : Benchmark
{
    // The rate allows 10,000 deletes in 10 s; more haste would make lease renewals out of the machine's slowness.
    private const int Haste = 200;
    private const int Page = 1000;

    private static readonly SnapshotFleet Fleet = new(Snapshots: 100_000, Volumes: 100, Expired: 10_000);

    /// <summary>
    /// No run can do with fewer calls: each page of snapshots, each delete, a call for a thousand records, and once who we
    /// are, the rules of the last run, the lease taken and given back, and the rules written.
    /// </summary>
    private static readonly int LeastCalls = (Fleet.Snapshots / Page) + Fleet.Expired + (Fleet.Expired / Page) + 5;

    public override string Name => "retention";

    public override string Description => "expire 10,000 of 100,000 snapshots with their records; peer: boto3 with 10 threads";

    public override async Task WorkAsync(string[] args)
    {
        using var session = SandboxSession.Open(args[0], new HastyClock(Haste));
        var request = new RetentionRequest { Catalog = new CatalogLocation(SnapshotFleet.Bucket) };
        await foreach (var result in new RetentionExecutor(session).ExpireAsync(request).ConfigureAwait(false))
        {
            if (result.Error is { } error) throw new InvalidOperationException(error.Message);
        }
    }

    public override async Task<IReadOnlyList<Score>> RunAsync(int runs)
    {
        IReadOnlyList<CallRecord> calls = [];
        var pair = await InTurnsAsync(
            runs,
            async () =>
            {
                var (cost, made) = await OnFreshFleetAsync(endpoint => OursAsync(endpoint)).ConfigureAwait(false);
                calls = made;
                return cost;
            },
            async () => (await OnFreshFleetAsync(endpoint => PeerAsync("retention.py", endpoint)).ConfigureAwait(false)).Cost).ConfigureAwait(false);
        var made = string.Join(", ", calls.CountBy(c => c.Operation).OrderByDescending(c => c.Value).Select(c => $"{c.Value} {c.Key}"));
        return
        [
            CpuRatio(pair, 0.05),
            new Score(Name, "API calls / the fewest possible", calls.Count / (double)LeastCalls, 1.01, AtLeast: false, $"{made}; fewest {LeastCalls}"),
        ];
    }

    private static async Task<(Cost Cost, IReadOnlyList<CallRecord> Calls)> OnFreshFleetAsync(Func<string, Task<Cost>> work)
    {
        await using var server = await Fleet.ServeAsync().ConfigureAwait(false);
        var cost = await work(server.EndpointUrl.ToString()).ConfigureAwait(false);
        Check(FleetState.Read(server.Sandbox));
        return (cost, server.Sandbox.Calls.Records);
    }

    // Both did the whole work: each expired snapshot and its record is gone, and nothing else.
    private static void Check(FleetState left)
    {
        var kept = Enumerable.Range(Fleet.Expired, Fleet.Snapshots - Fleet.Expired).Select(SnapshotFleet.SnapshotIdOf).ToHashSet();
        if (!kept.SetEquals(left.Snapshots) || !kept.SetEquals(left.Records))
            throw new InvalidOperationException($"{kept.Count} snapshots and records should be left; there are {left.Snapshots.Count} and {left.Records.Count}, or others.");
    }
}
