using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>What the three listings of jobs have in common: whose, when made and ended, pages.</summary>
internal static class JobListing
{
    /// <summary>AWS Backup forgets jobs that are older.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(30);

    public static Structure List<T>(OperationCall call, string name, Func<BackupRegion, JobIndex<T>> index, Func<T, bool> fits, Func<T, Structure> write)
        where T : class, IJob
    {
        var input = call.Input;
        var size = input.Integer("MaxResults") ?? 1000;
        var (createdAfter, createdBefore) = (input.Time("ByCreatedAfter"), input.Time("ByCreatedBefore"));
        var (completeAfter, completeBefore) = (input.Time("ByCompleteAfter"), input.Time("ByCompleteBefore"));
        var type = input.Text("ByResourceType");
        var category = input.Text("ByMessageCategory");
        var forgotten = call.Now - History;
        var after = createdAfter > forgotten ? createdAfter.Value : forgotten;
        var from = JobPlace.Parse(input.Text("NextToken"));
        if (createdBefore < from.Created) from = new(createdBefore.Value, 0);

        var page = new List<object>(Math.Min(size, 1000));
        string? next = null;
        JobPlace last = default;
        foreach (var (place, job) in index(Scope(call)).Before(from, after))
        {
            if (type is not null && job.ResourceType != type) continue;
            if (completeAfter is not null && !(job.CompletionDate(call.Now) > completeAfter)) continue;
            if (completeBefore is not null && !(job.CompletionDate(call.Now) < completeBefore)) continue;
            if (category is not null and not "*" && job.MessageCategory(call.Now) != category) continue;
            if (!fits(job)) continue;
            if (page.Count == size)
            {
                next = last.ToToken();
                break;
            }

            page.Add(write(job));
            last = place;
        }

        return new() { { name, page }, { "NextToken", next } };
    }

    /// <summary>The account's state, or all accounts' when the management account asks for <c>*</c>.</summary>
    public static BackupRegion Scope(OperationCall call, string? accountId)
    {
        if (accountId is null || accountId == call.Caller.AccountId) return call.Region.Backup;
        if (!call.Account.IsManagement)
            throw new AwsErrorException("AccessDeniedException", $"Account {call.Caller.AccountId} is not the management account of an organization and cannot list the jobs of {(accountId == "*" ? "other accounts" : accountId)}.", 403);
        return accountId == "*" ? call.State.Organization(call.RegionName) : call.State.Account(accountId).Region(call.RegionName).Backup;
    }

    private static BackupRegion Scope(OperationCall call) => Scope(call, call.Input.Text("ByAccountId"));
}
