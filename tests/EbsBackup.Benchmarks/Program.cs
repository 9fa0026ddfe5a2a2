using EbsBackup.Benchmarks;

// A child process of this program does one measured piece of work and reports its own cost.
if (args is ["worker", var worker, .. var workerArgs])
{
    await Benchmark.Named(worker).WorkAsync(workerArgs).ConfigureAwait(false);
    Console.WriteLine(Cost.OfThisProcess().ToJson());
    return 0;
}

if (args is ["--help" or "-h"])
{
    Console.WriteLine("usage: ./build.sh bench [--runs N] [NAME ...]");
    foreach (var benchmark in Benchmark.All)
        Console.WriteLine($"  {benchmark.Name,-22} {benchmark.Description}");
    return 0;
}

var runs = args is ["--runs", var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 3;
var names = args is ["--runs", _, .. var rest] ? rest : args;
var chosen = names.Length == 0 ? Benchmark.All : [.. names.Select(Benchmark.Named)];
var missed = 0;
Console.WriteLine($"Medians of {runs}. {Machine.Describe()}");
foreach (var benchmark in chosen)
{
    foreach (var score in await benchmark.RunAsync(runs).ConfigureAwait(false))
    {
        Console.WriteLine(score);
        missed += score.Met ? 0 : 1;
    }
}

Console.WriteLine($"{chosen.Count} benchmarks, {missed} goals missed. {Machine.Load()}");
return 0;
