using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class PageStatisticsTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tables_by_account_Region_and_type_add_up_to_the_total()
    {
        var jobs = SampleReport.Create().BackupJobs;
        foreach (var breakdown in new[] { jobs.Accounts, jobs.Regions, jobs.ResourceTypes })
        {
            var sum = new JobCounts();
            foreach (var entry in breakdown.WorstFirst())
                sum.Add(entry.Value);
            Assert.Equal(
                (jobs.Counts.Total, jobs.Counts.Failures, jobs.Counts.Issues, jobs.Counts.EndedLater, jobs.Counts.EndedLaterFailures),
                (sum.Total, sum.Failures, sum.Issues, sum.EndedLater, sum.EndedLaterFailures));
        }

        Assert.Equal(12_345, jobs.Counts.Total);
        Assert.Equal(6, jobs.Counts.EndedLater);
    }

    [Fact]
    public void A_job_that_was_created_earlier_is_in_no_state_of_the_window_but_its_failure_is_listed()
    {
        var jobs = new PageStatistics(Midnight);
        jobs.Add(new PageJob { State = "FAILED", EndedLater = true, StatusMessage = "after midnight" });
        Assert.Equal((0, 0, 1, 1), (jobs.Counts.Total, jobs.Counts.Failures, jobs.Counts.EndedLaterFailures, jobs.Counts.AllFailures));
        Assert.Equal("after midnight", Assert.Single(jobs.Failures.MostFirst()).Text);
    }

    [Fact]
    public void A_state_that_AWS_adds_is_neither_a_success_nor_lost()
    {
        var jobs = new PageStatistics(Midnight);
        jobs.Add(new PageJob { State = "QUARANTINED" });
        jobs.Add(new PageJob());
        Assert.Equal((2, 2, 0), (jobs.Counts.Total, jobs.Counts[JobState.Other], jobs.Counts[JobState.Completed]));
    }

    [Fact]
    public void A_cause_met_once_is_listed_behind_one_met_ten_thousand_times()
    {
        var jobs = new PageStatistics(Midnight);
        for (var i = 0; i < 10_000; i++)
            jobs.Add(new PageJob { State = "FAILED", StatusMessage = $"Rate exceeded for vol-{i:x17}" });
        jobs.Add(new PageJob { State = "FAILED", StatusMessage = "Vault is locked", JobId = "rare" });
        var causes = jobs.Failures.MostFirst();
        Assert.Equal([10_000, 1], causes.Select(cause => cause.Count));
        Assert.Equal("rare", Assert.Single(causes[1].Jobs).Job.JobId);
    }

    [Fact]
    public void The_slowest_do_not_depend_on_the_order_of_arrival()
    {
        var all = Enumerable.Range(0, 200)
            .Select(i => new PageJob { JobId = $"{i:000}", State = "COMPLETED", CreationDate = Midnight.AddMinutes(-i % 50), CompletionDate = Midnight })
            .ToList();
        string[] Slowest(IEnumerable<PageJob> order)
        {
            var jobs = new PageStatistics(Midnight);
            foreach (var job in order)
                jobs.Add(job);
            return [.. jobs.Slowest.Jobs.Select(entry => entry.Job.JobId!)];
        }

        var random = new Random(1);
        var expected = all.OrderByDescending(job => Midnight - job.CreationDate).ThenBy(job => job.JobId, StringComparer.Ordinal).Take(20).Select(job => job.JobId);
        Assert.Equal(expected, Slowest(all));
        Assert.Equal(Slowest(all), Slowest(all.OrderBy(_ => random.Next())));
    }

    [Fact]
    public void A_job_still_running_has_lasted_until_now()
    {
        var jobs = new PageStatistics(Midnight);
        jobs.Add(new PageJob { State = "RUNNING", CreationDate = Midnight.AddHours(-31) });
        jobs.Add(new PageJob { State = "FAILED", CreationDate = Midnight.AddHours(-40) });
        Assert.Equal(31 * 3600, Assert.Single(jobs.Slowest.Jobs).Measure);
    }

    [Fact]
    public void What_is_kept_does_not_grow_with_the_number_of_jobs()
    {
        var jobs = new PageStatistics(Midnight);
        var rest = new string('x', 4_000);
        for (var i = 0; i < 30_000; i++)
        {
            jobs.Add(new PageJob
            {
                JobId = $"{i:X32}",
                AccountId = $"{i:000000000000}",
                State = i % 2 == 0 ? "FAILED" : "COMPLETED",
                HasIssues = i % 2 == 1,
                StatusMessage = $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} {rest}",
                CreationDate = Midnight.AddSeconds(-i),
                CompletionDate = Midnight,
                BackupSizeInBytes = i,
            });
        }

        var limits = PageLimits.Default;
        Assert.Equal(limits.Keys, jobs.Accounts.Keys);
        Assert.Equal(30_000 - limits.Keys, jobs.Accounts.Rest.Total);
        Assert.Equal((limits.Top, limits.Top), (jobs.Slowest.Count, jobs.Largest.Count));
        Assert.All(jobs.Slowest.Jobs, entry => Assert.Null(entry.Job.StatusMessage));
        foreach (var problems in new[] { jobs.Failures, jobs.Issues })
        {
            var causes = problems.MostFirst();
            Assert.Equal(limits.Causes, causes.Count);
            Assert.Equal(15_000, problems.Total);
            Assert.Equal(problems.Total, problems.Uncaused + causes.Sum(cause => cause.Count));
            var listed = causes.SelectMany(cause => cause.Jobs).ToList();
            Assert.InRange(listed.Count, limits.ListedJobs, limits.ListedJobs + limits.Causes * limits.JobsPerCause);
            Assert.All(listed, job => Assert.Equal(limits.MessageLength, job.Job.StatusMessage!.Length));
        }
    }
}
