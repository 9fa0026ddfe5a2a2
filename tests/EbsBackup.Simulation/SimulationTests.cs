using System.Collections.Concurrent;

namespace EbsBackup.Simulation;

public class SimulationTests
{
    private const int Seeds = 500;

    [Fact]
    public void Every_invariant_holds_in_five_hundred_worlds()
    {
        var failed = new ConcurrentBag<SimulationResult>();
        Parallel.For(1, Seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var result = Simulation.Run(seed);
            if (result.Violations.Count > 0) failed.Add(result);
        });
        Assert.True(failed.IsEmpty, string.Join(Environment.NewLine, failed.OrderBy(r => r.Seed).Take(5).SelectMany(r => r.Violations.Select(v => $"seed {r.Seed}: {v}"))));
    }

    [Fact]
    public void Seed_gives_the_same_history_each_time()
    {
        for (var seed = 1; seed <= 20; seed++) Assert.Equal(Simulation.Run(seed).History, Simulation.Run(seed).History);
    }
}
