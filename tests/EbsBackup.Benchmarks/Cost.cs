using System.Diagnostics;
using System.Text.Json;

namespace EbsBackup.Benchmarks;

/// <summary>What one process cost: CPU and wall seconds, peak resident MiB.</summary>
public sealed record Cost(double CpuSeconds, double WallSeconds, double PeakMiB)
{
    public static Cost OfThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new Cost(
            process.TotalProcessorTime.TotalSeconds,
            (DateTime.Now - process.StartTime).TotalSeconds,
            process.PeakWorkingSet64 / 1048576.0);
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Runs a program whose last line of output is its cost.</summary>
    public static async Task<Cost> OfAsync(string file, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{file} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return JsonSerializer.Deserialize<Cost>(last) ?? throw new InvalidOperationException($"No cost in: {last}");
    }

    /// <summary>Medians of each figure.</summary>
    public static Cost Median(IReadOnlyList<Cost> costs) => new(
        Median(costs, c => c.CpuSeconds),
        Median(costs, c => c.WallSeconds),
        Median(costs, c => c.PeakMiB));

    private static double Median(IReadOnlyList<Cost> costs, Func<Cost, double> figure) =>
        costs.Select(figure).Order().ElementAt(costs.Count / 2);
}
