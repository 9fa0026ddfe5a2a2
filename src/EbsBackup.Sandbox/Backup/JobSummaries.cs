using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>Counts of jobs by day or by week.</summary>
internal static class JobSummaries
{
    private const string Each = "ANY";
    private const string Together = "AGGREGATE_ALL";

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("ListBackupJobSummaries", call => Summaries(call, "BackupJobSummaries", r => r.Jobs)),
        ("ListCopyJobSummaries", call => Summaries(call, "CopyJobSummaries", r => r.CopyJobs)),
        ("ListRestoreJobSummaries", call => Summaries(call, "RestoreJobSummaries", r => r.RestoreJobs, categories: false)),
    ];

    private static Structure Summaries<T>(OperationCall call, string name, Func<BackupRegion, JobIndex<T>> index, bool categories = true)
        where T : class, IJob
    {
        var input = call.Input;
        var (account, state, type, category) = (input.Text("AccountId"), input.Text("State"), input.Text("ResourceType"), categories ? input.Text("MessageCategory") : Together);
        var period = input.Text("AggregationPeriod") ?? "ONE_DAY";
        var today = new DateTimeOffset(call.Now.UtcDateTime.Date, TimeSpan.Zero);
        // ONE_DAY counts each of the last 14 days; the others are one sum up to now.
        var (since, each) = period switch { "ONE_DAY" => (today.AddDays(-13), true), "SEVEN_DAYS" => (today.AddDays(-6), false), _ => (today.AddDays(-13), false) };
        var scope = JobListing.Scope(call, account is Each or Together ? "*" : account);
        var counts = from entry in index(scope).Before(JobPlace.Newest, since.AddTicks(-1))
                     let job = entry.Job
                     let shown = (Account: Shown(account ?? Each, job.AccountId), State: Shown(state, job.State(call.Now)), Type: Shown(type, job.ResourceType), Category: Shown(category, job.MessageCategory(call.Now) ?? ""))
                     where shown is { Account: not null, State: not null, Type: not null, Category: not null }
                     let start = each ? new DateTimeOffset(job.CreationDate.UtcDateTime.Date, TimeSpan.Zero) : since
                     group job by (start, shown) into same
                     orderby same.Key
                     select new Structure
                     {
                         { "Region", call.RegionName },
                         { "AccountId", same.Key.shown.Account is Together ? Together : same.Key.shown.Account },
                         { "State", same.Key.shown.State },
                         { "ResourceType", same.Key.shown.Type },
                         { "MessageCategory", categories && same.Key.shown.Category is { Length: > 0 } c ? c : null },
                         { "Count", same.Count() },
                         { "StartTime", same.Key.start },
                         { "EndTime", each ? same.Key.start.AddDays(1) : call.Now },
                     };
        var page = Vaults.Page(call, name, counts);
        page.Add("AggregationPeriod", period);
        return page;
    }

    // Null when the job does not count.
    private static string? Shown(string? asked, string value) => asked switch
    {
        null or Each => value,
        Together => Together,
        _ => asked == value ? value : null,
    };
}
