using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Benchmarks;

/// <summary>Reports a day of a million backup jobs: ours with all its files, the peer with the CSV files alone.</summary>
public sealed class OrgReportBenchmark : Benchmark
{
    private const int Many = 1_000_000;
    private const int Few = 10_000;

    private static readonly DateTimeOffset Day = DateTimeOffset.UtcNow.Date.AddDays(-1);

    public override string Name => "org-report";

    public override string Description => "report 1,000,000 backup jobs as files; peer: boto3, page by page";

    public override async Task WorkAsync(string[] args)
    {
        using var session = new AwsSession(new SessionOptions
        {
            Region = "us-east-1",
            EndpointUrl = args[0],
            Credentials = () => new AccessKeys("AKIDEXAMPLE", "secret"),
        });
        using var reporter = new OrgReporter(session, new() { OutputPath = args[1], Date = DateTime.Parse(args[2], CultureInfo.InvariantCulture) });
        var report = await reporter.WriteAsync().ConfigureAwait(false);
        if (report.Outcome != Outcome.Succeeded) throw new InvalidOperationException(string.Join("; ", report.Errors));
    }

    public override async Task<IReadOnlyList<Score>> RunAsync(int runs)
    {
        var few = await MedianAsync(Few, runs).ConfigureAwait(false);
        var pair = await BesideAsync(Many, runs).ConfigureAwait(false);
        return
        [
            CpuRatio(pair, 0.10),
            new(Name, "memory at 1,000,000 / at 10,000", pair.Ours.PeakMiB / few.PeakMiB, 1.25, AtLeast: false,
                string.Create(CultureInfo.InvariantCulture, $"{pair.Ours.PeakMiB:0} MiB; {few.PeakMiB:0} MiB")),
        ];
    }

    private async Task<Cost> MedianAsync(int count, int runs)
    {
        using var source = new JobSource(Day, count);
        var costs = new List<Cost>();
        for (var run = 0; run < runs; run++) costs.Add(await InFolderAsync(folder => OursAsync(source.Url, folder, DayText), _ => { }).ConfigureAwait(false));
        return Cost.Median(costs);
    }

    // The peer takes minutes: once is long enough.
    private async Task<(Cost Ours, Cost Peer)> BesideAsync(int count, int runs)
    {
        using var source = new JobSource(Day, count);
        Dictionary<string, string> mine = [], theirs = [];
        var pair = await InTurnsAsync(
            1,
            () => InFolderAsync(folder => OursAsync(source.Url, folder, DayText), folder => mine = Rows(folder)),
            () => InFolderAsync(folder => PeerAsync("org_report.py", source.Url, folder, DayText), folder => theirs = Rows(folder))).ConfigureAwait(false);
        foreach (var (file, digest) in theirs)
        {
            if (mine.GetValueOrDefault(file) != digest) throw new InvalidOperationException($"{file} differs: ours {mine.GetValueOrDefault(file)}, the peer's {digest}.");
        }

        if (theirs.Count == 0) throw new InvalidOperationException("The peer wrote no file.");
        var costs = new List<Cost> { pair.Ours };
        while (costs.Count < runs) costs.Add(await InFolderAsync(folder => OursAsync(source.Url, folder, DayText), _ => { }).ConfigureAwait(false));
        return (Cost.Median(costs), pair.Peer);
    }

    private static string DayText => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<Cost> InFolderAsync(Func<string, Task<Cost>> work, Action<string> look)
    {
        var folder = Directory.CreateTempSubdirectory("ebsbackup-bench-").FullName;
        try
        {
            var cost = await work(folder).ConfigureAwait(false);
            look(folder);
            return cost;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// What each CSV file holds, whatever the order of its rows: a sum of the rows' hashes. Every cell counts, so that
    /// neither program is fast by leaving something out.
    /// </summary>
    private static Dictionary<string, string> Rows(string folder)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*.csv", SearchOption.AllDirectories))
        {
            ulong sum = 0;
            long count = 0;
            foreach (var line in File.ReadLines(path))
            {
                sum += BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
                count++;
            }

            if (count > 1) rows[Path.GetFileName(path)] = string.Create(CultureInfo.InvariantCulture, $"{count - 1} rows, {sum:x16}");
        }

        return rows;
    }
}
