using System.Collections.Concurrent;
using System.Diagnostics;
using EbsBackup.Simulation;

var options = args.Chunk(2).Where(a => a.Length == 2).ToDictionary(a => a[0], a => int.Parse(a[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
if (args.Length % 2 != 0 || options.Keys.Except(["--kill", "--seeds", "--first", "--workers", "--failures"]).Any())
{
    Console.Error.WriteLine("usage: [--seeds N] [--first N] [--workers N] [--failures N]    one seed prints its history\n       --kill N [--first N] [--workers N] [--failures N]       real runners, really killed");
    return 2;
}

var (seeds, first) = (options.GetValueOrDefault("--seeds", 500), options.GetValueOrDefault("--first", 1));
var most = options.GetValueOrDefault("--failures", 10);
if (options.TryGetValue("--kill", out var kills))
    return await KillReport.WriteAsync(Console.Out, kills, first, options.GetValueOrDefault("--workers", Environment.ProcessorCount), most) ? 0 : 1;

var watch = Stopwatch.StartNew();
var failed = new ConcurrentBag<SimulationResult>();
var (done, runs) = (0, 0);
// One after another, so that the first to fail is the lowest.
var inOrder = Partitioner.Create(Enumerable.Range(first, seeds), EnumerablePartitionerOptions.NoBuffering);
Parallel.ForEach(inOrder, new ParallelOptions { MaxDegreeOfParallelism = options.GetValueOrDefault("--workers", Environment.ProcessorCount) }, (seed, state) =>
{
    var result = Simulation.Run(seed);
    if (seeds == 1) Console.WriteLine(string.Join(Environment.NewLine, result.History));
    Interlocked.Increment(ref done);
    Interlocked.Add(ref runs, result.Runs);
    if (result.Violations.Count == 0) return;
    failed.Add(result);
    if (failed.Count >= most) state.Stop();
});

foreach (var result in failed.OrderBy(r => r.Seed).Take(most))
{
    foreach (var violation in result.Violations) Console.WriteLine($"seed {result.Seed}: {violation}");
}

Console.WriteLine($"{done} seeds, {runs} runs, {failed.Count} failed, {watch.Elapsed.TotalSeconds:0.0} s, processor {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s");
if (!failed.IsEmpty && seeds > 1) Console.WriteLine($"replay one alone with --seeds 1 --first {failed.Min(r => r.Seed)}");
return failed.IsEmpty ? 0 : 1;
