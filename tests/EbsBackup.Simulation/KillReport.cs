using System.Diagnostics;

namespace EbsBackup.Simulation;

/// <summary><c>--kill N</c>: N worlds in which runners are killed, and where the kills fell.</summary>
internal static class KillReport
{
    public static async Task<bool> WriteAsync(TextWriter console, int count, int first, int workers, int mostFailures)
    {
        var watch = Stopwatch.StartNew();
        var pace = new KillPace();
        var results = new List<KillResult>();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = workers }, async (seed, _) =>
        {
            lock (results)
            {
                if (results.Count(r => r.Violations.Count > 0) >= mostFailures) return;
            }

            var result = await KillTrial.RunAsync(seed, pace);
            lock (results)
            {
                results.Add(result);
                if (count == 1 || result.Violations.Count > 0) console.WriteLine(string.Join(Environment.NewLine, result.History));
                foreach (var violation in result.Violations) console.WriteLine($"seed {seed}: {violation}");
                if (results.Count % 20 == 0) console.WriteLine($"{results.Count} worlds, {results.Sum(r => r.Kills.Count)} killed, {watch.Elapsed.TotalSeconds:0} s");
            }
        });

        var kills = results.SelectMany(r => r.Kills).ToList();
        console.WriteLine($"{results.Count} worlds, {results.Sum(r => r.Runs)} runs, {kills.Count} killed, {results.Sum(r => r.Missed)} ended before their kill, {results.Count(r => r.Violations.Count > 0)} worlds failed, {watch.Elapsed.TotalSeconds:0} s");
        console.WriteLine("kills by phase: " + string.Join(", ", Enum.GetValues<RunPhase>().Select(p => $"{p} {kills.Count(k => k.Phase == p)}")));
        console.WriteLine("kills by moment: " + string.Join(", ", Enum.GetValues<KillMoment>().Select(m => $"{m} {kills.Count(k => k.Moment == m)}")));
        console.WriteLine($"start-up {pace.StartUp.TotalMilliseconds:0} ms, {pace.PerCall.TotalMilliseconds:0.0} ms a call");
        return results.TrueForAll(r => r.Violations.Count == 0);
    }
}
