using System.Globalization;
using System.Runtime.CompilerServices;

namespace EbsBackup.Benchmarks;

/// <summary>Our work and a peer's beside it, each in its own process, in turns, medians compared.</summary>
public abstract class Benchmark
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new RetentionPlanBenchmark(),
        new ListSnapshotsBenchmark(),
        new RetentionBenchmark(),
        new PacedDeletesBenchmark(),
        new OrgReportBenchmark(),
    ];

    public abstract string Name { get; }

    public abstract string Description { get; }

    public static Benchmark Named(string name) =>
        All.FirstOrDefault(b => b.Name == name)
        ?? throw new ArgumentException($"There is no benchmark '{name}'. There are: {string.Join(", ", All.Select(b => b.Name))}.");

    /// <summary>The measured work, in a process of its own.</summary>
    public abstract Task WorkAsync(string[] args);

    public abstract Task<IReadOnlyList<Score>> RunAsync(int runs);

    protected Task<Cost> OursAsync(params string[] args) =>
        Cost.OfAsync(Environment.ProcessPath!, ["worker", Name, .. args]);

    protected static Task<Cost> PeerAsync(string script, params string[] args) =>
        Cost.OfAsync("python3", [Path.Combine(Folder(), "peers", script), .. args]);

    /// <summary>Ours and the peer's in turns, so that a noisy minute hits both.</summary>
    protected static async Task<(Cost Ours, Cost Peer)> InTurnsAsync(int runs, Func<Task<Cost>> ours, Func<Task<Cost>> peer)
    {
        List<Cost> mine = [], theirs = [];
        for (var run = 0; run < runs; run++)
        {
            mine.Add(await ours().ConfigureAwait(false));
            theirs.Add(await peer().ConfigureAwait(false));
        }

        return (Cost.Median(mine), Cost.Median(theirs));
    }

    protected Score CpuRatio((Cost Ours, Cost Peer) pair, double goal, string what = "CPU / peer's CPU") =>
        new(Name, what, pair.Ours.CpuSeconds / pair.Peer.CpuSeconds, goal, AtLeast: false, Detail(pair));

    protected Score MemoryRatio((Cost Ours, Cost Peer) pair, double goal) =>
        new(Name, "peak memory / peer's", pair.Ours.PeakMiB / pair.Peer.PeakMiB, goal, AtLeast: false, Detail(pair));

    private static string Detail((Cost Ours, Cost Peer) pair) => string.Create(
        CultureInfo.InvariantCulture,
        $"ours {pair.Ours.CpuSeconds:0.00} s CPU, {pair.Ours.WallSeconds:0.00} s, {pair.Ours.PeakMiB:0} MiB; peer {pair.Peer.CpuSeconds:0.00} s CPU, {pair.Peer.WallSeconds:0.00} s, {pair.Peer.PeakMiB:0} MiB");

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
