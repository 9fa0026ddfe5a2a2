using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

[Collection(nameof(MeasuredAlone))]
public sealed class MemoryTests : IDisposable
{
    private static readonly ReportWindow LeapDay = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Memory_does_not_grow_with_the_jobs()
    {
        var few = await PeakAsync(5_000);
        var many = await PeakAsync(50_000);

        // Five pages are in flight, full ones of the many. 45,000 more jobs held would be over 80 MB.
        Assert.True(many < few + 40_000_000, $"5,000 jobs: {few:N0} bytes live; 50,000 jobs: {many:N0}");

        async Task<long> PeakAsync(int count)
        {
            var peak = new PeakOfLiveBytes();
            var sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions());
            sandbox.Clock.MoveTo(LeapDay.End);
            using var session = new AwsSession(new SessionOptions
            {
                Region = "us-east-1",
                HttpHandler = new GeneratedJobs(new SandboxHandler(sandbox), LeapDay, count, pageSize: 1000),
                Credentials = () => new AccessKeys(sandbox.DefaultKey.AccessKeyId, sandbox.DefaultKey.SecretAccessKey),
            });
            using var reporter = new OrgReporter(session, new() { OutputPath = _root, Date = LeapDay.Day });
            await reporter.WriteAsync(peak);
            return peak.Bytes;
        }
    }

    private sealed class PeakOfLiveBytes : IProgress<long>
    {
        private long _next;

        public long Bytes { get; private set; }

        public void Report(long jobs)
        {
            if (jobs < _next) return;
            _next = jobs + 1000;
            Bytes = Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
