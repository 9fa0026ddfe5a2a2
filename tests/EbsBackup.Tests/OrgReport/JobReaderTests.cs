using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

public sealed class JobReaderTests
{
    private static readonly RegionName Virginia = RegionName.Parse("us-east-1");
    private static readonly RegionName Ireland = RegionName.Parse("eu-west-1");
    private static readonly ReportWindow Day = ReportWindow.OfDay(new DateTime(2028, 2, 29));

    [Fact]
    public async Task One_page_takes_one_call_for_each_half_of_the_question()
    {
        var source = new ChurningJobs(Day, seed: 1, jobs: 20, pageSize: 100, churn: false);

        var jobs = await ReadAsync(source);

        Assert.Equal(source.Expected(), Ids(jobs));
        Assert.Equal(2, source.Calls);
    }

    [Fact]
    public async Task Every_job_is_read_once_whatever_changes_meanwhile()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var source = new ChurningJobs(Day, seed, jobs: 150, pageSize: 7, churn: true);

            var jobs = await ReadAsync(source);

            var ids = Ids(jobs);
            Assert.True(ids.Count == jobs.Count, $"seed {seed}: a job was read twice");
            Assert.True(source.Expected().SetEquals(ids), $"seed {seed}: {source.Expected().Count} jobs, {ids.Count} read");
            Assert.All(jobs, job => Assert.Equal(job.CreationDate < Day.Start, job.EndedLater));
        }
    }

    [Fact]
    public async Task A_job_that_ended_in_the_window_and_began_before_it_is_marked()
    {
        var source = new ChurningJobs(Day, seed: 3, jobs: 200, pageSize: 1000, churn: false);

        var jobs = await ReadAsync(source);

        Assert.Contains(jobs, job => job.EndedLater);
        Assert.Contains(jobs, job => !job.EndedLater);
        Assert.All(jobs, job => Assert.True(Day.Contains(job.EndedLater ? job.CompletionDate!.Value : job.CreationDate!.Value)));
    }

    [Fact]
    public async Task A_Region_that_fails_is_told_and_the_others_arrive()
    {
        var source = new ChurningJobs(Day, seed: 4, jobs: 100, pageSize: 10, churn: false);
        Task<JobList> List(JobQuery query, CancellationToken token) =>
            query.Region == Ireland ? throw new TimeoutException("no answer") : source.ListAsync(query, token);

        var pages = await PagesAsync(new JobReader(List, _ => false), Virginia, Ireland);

        Assert.Equal(source.Expected(), Ids([.. pages.SelectMany(page => page.Jobs)]));
        Assert.All(pages.Where(page => page.Failure is not null), page => Assert.Equal(Ireland, page.Region));
        Assert.Contains(pages, page => page.Failure is TimeoutException);
    }

    [Fact]
    public async Task A_token_that_stays_stale_is_a_failure_in_the_end()
    {
        var calls = 0;
        Task<JobList> List(JobQuery query, CancellationToken token)
        {
            Interlocked.Increment(ref calls);
            return query.NextToken is null ? WirePages.OfAsync([], "token") : throw new ChurningJobs.StaleTokenException();
        }

        var pages = await PagesAsync(new JobReader(List, failure => failure is ChurningJobs.StaleTokenException), Virginia);

        Assert.Equal(48, pages.Count(page => page.Failure is not null));
        Assert.InRange(calls, 48, 2 + (48 * 8));
    }

    [Fact]
    public async Task What_is_refused_before_there_is_a_token_is_not_asked_again()
    {
        var calls = 0;
        Task<JobList> List(JobQuery query, CancellationToken token)
        {
            Interlocked.Increment(ref calls);
            throw new ChurningJobs.StaleTokenException();
        }

        var pages = await PagesAsync(new JobReader(List, failure => failure is ChurningJobs.StaleTokenException), Virginia);

        Assert.Equal((2, 2), (calls, pages.Count(page => page.Failure is not null)));
    }

    [Fact]
    public async Task A_job_without_a_creation_date_is_not_lost()
    {
        var job = new OrgBackupJob { Region = "us-east-1", BackupJobId = "b", State = "FAILED" };
        Task<JobList> List(JobQuery query, CancellationToken token) => WirePages.OfAsync(query.EndedLater ? [] : [job, job]);

        Assert.Equal(job, Assert.Single((await PagesAsync(new JobReader(List, _ => false), Virginia)).SelectMany(page => page.Jobs)));
    }

    [Fact]
    public async Task A_job_of_the_first_second_that_ended_in_the_window_is_read_once()
    {
        var job = new OrgBackupJob { Region = "us-east-1", BackupJobId = "b", State = "COMPLETED", CreationDate = Day.Start, CompletionDate = Day.Start.AddHours(1) };
        var queries = new List<JobQuery>();
        Task<JobList> List(JobQuery query, CancellationToken token)
        {
            queries.Add(query);
            return WirePages.OfAsync([job], endedLater: query.EndedLater);
        }

        Assert.False(Assert.Single((await PagesAsync(new JobReader(List, _ => false), Virginia)).SelectMany(page => page.Jobs)).EndedLater);

        // A bound that loses its fraction on the way must not lose a job.
        Assert.All(queries.Where(query => query.EndedLater), query => Assert.True(query.ByCreatedBefore > Day.Start.UtcDateTime));
    }

    [Fact]
    public async Task Leaving_early_stops_what_is_under_way()
    {
        var stopped = false;
        async Task<JobList> List(JobQuery query, CancellationToken token)
        {
            if (!query.EndedLater) return await WirePages.OfAsync([]);
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped = token.IsCancellationRequested;
            }

            throw new InvalidOperationException();
        }

        await foreach (var page in new JobReader(List, _ => false).ReadAsync([OrgJobKind.Backup], [Virginia], Day)) break;

        Assert.True(stopped);
    }

    [Fact]
    public async Task Cancellation_is_not_a_failed_page()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        async Task<JobList> List(JobQuery query, CancellationToken token)
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in new JobReader(List, _ => false).ReadAsync([OrgJobKind.Backup], [Virginia], Day, stop.Token)) Assert.Fail("a page");
        });
    }

    private static async Task<List<IOrgJob>> ReadAsync(ChurningJobs source) =>
        [.. (await PagesAsync(new JobReader(source.ListAsync, failure => failure is ChurningJobs.StaleTokenException), Virginia)).SelectMany(Whole)];

    private static IReadOnlyList<IOrgJob> Whole(Page page) => page.Failure is null ? page.Jobs : throw page.Failure;

    private static async Task<List<Page>> PagesAsync(JobReader reader, params RegionName[] regions)
    {
        var pages = new List<Page>();
        await foreach (var page in reader.ReadAsync([OrgJobKind.Backup], regions, Day)) pages.Add(new Page(page.Region, [.. page.Jobs.Select(job => job.ToJob())], page.Failure));
        return pages;
    }

    private static HashSet<string> Ids(IReadOnlyCollection<IOrgJob> jobs) => [.. jobs.Select(job => job.JobId!)];

    /// <summary>What of a page outlives it.</summary>
    private sealed record Page(RegionName Region, IReadOnlyList<IOrgJob> Jobs, Exception? Failure);
}
