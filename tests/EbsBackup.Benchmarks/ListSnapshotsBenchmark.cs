using System.Globalization;
using EbsBackup.Snapshots;

namespace EbsBackup.Benchmarks;

/// <summary>Lists a policy's 100,000 snapshots as Get-EbsBackupSnapshot does, from EC2's tags: every field a typed value.</summary>
public sealed class ListSnapshotsBenchmark : Benchmark
{
    private static readonly SnapshotFleet Fleet = new(Snapshots: 100_000, Volumes: 100, Expired: 10_000);

    public override string Name => "list-snapshots";

    public override string Description => "list and parse 100,000 snapshots with SnapshotReader; peer: boto3's paginator";

    public override async Task WorkAsync(string[] args)
    {
        using var session = SandboxSession.Open(args[0]);
        long count = 0, gibibytes = 0, seconds = 0, tags = 0;
        await foreach (var result in new SnapshotReader(session).ReadAsync(new SnapshotQuery { Policy = PolicyName.Default }).ConfigureAwait(false))
        {
            var snapshot = result.Snapshot ?? throw new InvalidOperationException(result.Error!.Message);
            count++;
            gibibytes += snapshot.VolumeSize!.Value;
            seconds += snapshot.StartTime!.Value.ToUnixTimeSeconds();
            tags += snapshot.Tags!.Count;
        }

        await File.WriteAllTextAsync(args[1], string.Create(CultureInfo.InvariantCulture, $"{count} {gibibytes} {seconds} {tags}")).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<Score>> RunAsync(int runs)
    {
        await using var server = await Fleet.ServeAsync().ConfigureAwait(false);
        var (endpoint, mine, theirs) = (server.EndpointUrl.ToString(), Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            var pair = await InTurnsAsync(runs, () => OursAsync(endpoint, mine), () => PeerAsync("list_snapshots.py", endpoint, theirs)).ConfigureAwait(false);
            var (ours, peers) = (await File.ReadAllTextAsync(mine).ConfigureAwait(false), await File.ReadAllTextAsync(theirs).ConfigureAwait(false));
            return ours == peers
                ? [CpuRatio(pair, 0.05)]
                : throw new InvalidOperationException($"The listings differ: ours {ours}, the peer's {peers}.");
        }
        finally
        {
            File.Delete(mine);
            File.Delete(theirs);
        }
    }
}
