using System.Globalization;
using EbsBackup.Retention;
using EbsBackup.Selection;

namespace EbsBackup.Benchmarks;

/// <summary>Plans a grandfather-father-son retention of a million snapshots in memory, a hundred volumes interleaved as a listing has them.</summary>
public sealed class RetentionPlanBenchmark : Benchmark
{
    private const int Snapshots = 1_000_000;
    private const int Volumes = 100;

    private static readonly RetentionRules Rules = new() { KeepHourly = 24, KeepDaily = 30, KeepWeekly = 8, KeepMonthly = 12, KeepYearly = 3 };

    public override string Name => "retention-plan";

    public override string Description => "plan GFS retention of 1,000,000 snapshots; peer: plain Python";

    public override async Task WorkAsync(string[] args)
    {
        var first = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var volumes = Enumerable.Range(0, Volumes).Select(v => VolumeId.Parse($"vol-{v:x17}")).ToArray();
        var snapshots = new List<RetentionCandidate>(Snapshots);
        for (var i = 0; i < Snapshots; i++)
            snapshots.Add(new(SnapshotId.Parse($"snap-{i:x17}"), volumes[i % Volumes], first.AddHours(i / Volumes).AddSeconds(i % Volumes), BackupState.Completed));

        var plan = RetentionPlanner.Plan(snapshots, Rules, first.AddHours(Snapshots / Volumes), new(ListingComplete: true, TimeSpan.Zero, AcceptLargeDeletion: true));
        await File.WriteAllTextAsync(args[0], Tally(plan)).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<Score>> RunAsync(int runs)
    {
        var lean = await BesideAsync(runs, "tuples").ConfigureAwait(false);
        var usual = await BesideAsync(1, "responses").ConfigureAwait(false);
        return
        [
            CpuRatio(lean, 0.25, "CPU / Python's with named tuples"),
            MemoryRatio(usual, 0.25) with { Figure = "memory / Python's with responses" },
            MemoryRatio(lean, 1) with { Figure = "memory / Python's with tuples" },
        ];
    }

    private async Task<(Cost Ours, Cost Peer)> BesideAsync(int runs, string shape)
    {
        var (mine, theirs) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            var pair = await InTurnsAsync(runs, () => OursAsync(mine), () => PeerAsync("retention_plan.py", theirs, shape)).ConfigureAwait(false);
            var (ours, peers) = (await File.ReadAllTextAsync(mine).ConfigureAwait(false), await File.ReadAllTextAsync(theirs).ConfigureAwait(false));
            return ours == peers ? pair : throw new InvalidOperationException($"The plans differ: ours {ours}, the peer's {peers}.");
        }
        finally
        {
            File.Delete(mine);
            File.Delete(theirs);
        }
    }

    // What is kept, what goes, and how many rules keep what is kept: not merely as many, but for the same reasons.
    private static string Tally(IReadOnlyList<RetentionDecision> plan)
    {
        var (kept, reasons) = (0, 0);
        foreach (var decision in plan)
        {
            if (decision.Action != RetentionAction.Keep) continue;
            kept++;
            reasons += int.PopCount((int)(decision.Why & ~RetentionReason.NewestCompleted));
        }

        return string.Create(CultureInfo.InvariantCulture, $"kept {kept}, deleted {plan.Count - kept}, reasons {reasons}");
    }
}
