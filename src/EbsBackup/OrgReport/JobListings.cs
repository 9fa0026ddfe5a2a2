using Amazon.Runtime;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>The listings of the three kinds of jobs, and what they have in common.</summary>
internal sealed class JobListings
{
    /// <summary>The management account asks for all accounts' jobs by this.</summary>
    public const string AllAccounts = "*";

    /// <summary>The most that AWS gives: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html</summary>
    public const int PageSize = 1000;

    /// <summary>The most for summaries: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html</summary>
    public const int SummaryPageSize = 500;

    public const string Together = "AGGREGATE_ALL";

    private readonly BackupJobListing _backup;
    private readonly CopyJobListing _copy;
    private readonly RestoreJobListing _restore;
    private readonly AccountNames _names;
    private readonly JobList.Memory _memory = new();

    public JobListings(AwsSession management, AccountNames names)
    {
        _names = names;
        (_backup, _copy, _restore) = (new(management, this), new(management, this), new(management, this));
    }

    public IJobListing this[OrgJobKind kind] => kind switch
    {
        OrgJobKind.Copy => _copy,
        OrgJobKind.Restore => _restore,
        _ => _backup,
    };

    /// <summary>A token can expire, or be refused after AWS has moved on: the pages then begin again.</summary>
    public static bool IsStaleToken(Exception failure) =>
        failure is AmazonServiceException { ErrorCode: "InvalidParameterValueException" or "ExpiredNextToken" or "InvalidNextToken" };

    /// <summary>Reads a page from the bytes of its answer.</summary>
    /// <param name="send">Makes the call with the request.</param>
    public async Task<JobList> ListAsync(
        JobQuery query, AmazonWebServiceRequest request, Func<Task> send, CancellationToken cancellationToken)
    {
        JobList? page = null;
        BodyTap.Attach(request, async (body, length, token) =>
            page = await JobList.ReadAsync(body, length, JobForm.For(query.Kind), query.Region.Value, query.EndedLater, _memory, token).ConfigureAwait(false));
        var names = _names.GetAsync(cancellationToken);
        await send().ConfigureAwait(false);
        page!.AccountNames = await names.ConfigureAwait(false);
        return page;
    }

    /// <summary>Adds up a day's summaries, page after page.</summary>
    /// <param name="page">Asks for the page at a token.</param>
    public static async Task<long?> SumAsync(
        ReportWindow day, Func<string?, Task<(IEnumerable<(DateTime? Start, DateTime? End, long? Count)> Summaries, string? NextToken)>> page)
    {
        long? sum = null;
        string? token = null;
        do
        {
            (var summaries, token) = await page(token).ConfigureAwait(false);
            foreach (var (start, end, count) in summaries)
            {
                if (Utc(start) == day.Start && Utc(end) == day.End) sum = (sum ?? 0) + (count ?? 0);
            }
        }
        while (!string.IsNullOrEmpty(token));
        return sum;
    }

    private static DateTimeOffset? Utc(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;
}
