using System.Globalization;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Benchmarks;

/// <summary>
/// 400 snapshots expire against EC2's own bucket for DeleteSnapshot, 100 requests and 5 more a second, in real time;
/// once as it is, once while another program eats half of the refill from the 250th delete on.
/// </summary>
public sealed class PacedDeletesBenchmark : Benchmark
{
    private const int Deletes = 400;
    private const int HalvedAfter = 250;
    private const int BucketSize = 100;
    private const double RefillPerSecond = 5;

    private static readonly SnapshotFleet Fleet = new(Snapshots: Deletes + 4000, Volumes: 4, Expired: Deletes);

    public override string Name => "paced-deletes";

    public override string Description => "400 deletes against a 100/5 request bucket with 10 workers; peer: boto3, standard retries, 10 threads";

    public override async Task WorkAsync(string[] args)
    {
        using var session = SandboxSession.Open(args[0]);
        var request = new RetentionRequest { Catalog = new CatalogLocation(SnapshotFleet.Bucket) };
        await foreach (var _ in new RetentionExecutor(session).ExpireAsync(request).ConfigureAwait(false))
        {
            // What was deleted is counted where it was deleted: by the sandbox.
        }
    }

    /// <summary>Nearly all of it is waiting, so the three go side by side, each on a sandbox of its own.</summary>
    public override async Task<IReadOnlyList<Score>> RunAsync(int runs)
    {
        var even = RunOnceAsync(OursOn, halved: false);
        var halved = RunOnceAsync(OursOn, halved: true);
        var peer = RunOnceAsync(endpoint => PeerAsync("paced_deletes.py", endpoint), halved: false);
        await Task.WhenAll(even, halved, peer).ConfigureAwait(false);

        var (ours, slowed, theirs) = (await even.ConfigureAwait(false), await halved.ConfigureAwait(false), await peer.ConfigureAwait(false));
        var beside = $"ours {ours}; peer {theirs}";
        const double LeastSeconds = (Deletes - BucketSize) / RefillPerSecond;
        const double LeastSecondsHalved = ((HalvedAfter - BucketSize) / RefillPerSecond) + ((Deletes - HalvedAfter) / (RefillPerSecond / 2));
        return
        [
            new(Name, "rate / refill rate", LeastSeconds / ours.Seconds, 0.97, AtLeast: true, beside),
            new(Name, "lost", Deletes - ours.Deleted, 0, AtLeast: false, beside),
            new(Name, "requests an item", ours.Requests / (double)Deletes, 1.02, AtLeast: false, beside),
            new(Name, "rate / refill rate, halved midway", LeastSecondsHalved / slowed.Seconds, 0.90, AtLeast: true, $"ours {slowed}"),
            new(Name, "lost, halved midway", Deletes - slowed.Deleted, 0, AtLeast: false, $"ours {slowed}"),
        ];
    }

    private Task<Cost> OursOn(string endpoint) => OursAsync(endpoint);

    private static async Task<Deletions> RunOnceAsync(Func<string, Task<Cost>> work, bool halved)
    {
        await using var server = await Fleet.ServeAsync(requestLimits: true).ConfigureAwait(false);
        var working = work(server.EndpointUrl.ToString());
        if (halved) await HalveMidwayAsync(server.Sandbox, working).ConfigureAwait(false);
        await working.ConfigureAwait(false);
        return Deletions.Of(server.Sandbox.Calls.Records);
    }

    private static async Task HalveMidwayAsync(Sandbox.Sandbox sandbox, Task working)
    {
        while (!working.IsCompleted && Deletions.Of(sandbox.Calls.Records).Deleted < HalvedAfter) await Task.Delay(50).ConfigureAwait(false);
        sandbox.Locked(() => sandbox.RequestBuckets.Share = 0.5);
    }

    private sealed record Deletions(int Deleted, int Requests, double Seconds)
    {
        public static Deletions Of(IEnumerable<CallRecord> calls)
        {
            var requests = calls.Where(c => c.Operation == "DeleteSnapshot").ToArray();
            var done = requests.Where(c => c.ErrorCode is null).ToArray();
            return new(done.Length, requests.Length, done.Length == 0 ? 0 : (done[^1].Call.Time - requests[0].Call.Time).TotalSeconds);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Deleted} of {PacedDeletesBenchmark.Deletes} deleted in {Seconds:0.0} s with {Requests} requests");
    }
}
