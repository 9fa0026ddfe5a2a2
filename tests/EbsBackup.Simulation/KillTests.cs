namespace EbsBackup.Simulation;

public class KillTests
{
    private const int Seeds = 10;

    [Fact]
    public async Task Every_invariant_holds_after_ten_runners_are_killed()
    {
        var pace = new KillPace();
        var results = new List<KillResult>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Seeds), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var result = await KillTrial.RunAsync(seed, pace);
            lock (results) results.Add(result);
        });
        Assert.True(results.TrueForAll(r => r.Violations.Count == 0), string.Join(Environment.NewLine, results.SelectMany(r => r.Violations.Select(v => $"seed {r.Seed}: {v}"))));
        Assert.InRange(results.Sum(r => r.Kills.Count), Seeds / 2, Seeds * 2);
    }
}
