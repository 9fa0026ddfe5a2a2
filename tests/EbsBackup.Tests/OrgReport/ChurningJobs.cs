using System.Globalization;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

/// <summary>
/// A source whose jobs change state, are created and finish while its pages are read; whose tokens are offsets, expire
/// at random, and whose pages repeat jobs. Jobs are created and finish after the window alone, as AWS's would.
/// </summary>
internal sealed class ChurningJobs
{
    private static readonly string[] States = ["CREATED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "ABORTED", "EXPIRED"];

    private readonly ReportWindow _window;
    private readonly Random _random;
    private readonly List<OrgBackupJob> _jobs = [];
    private readonly int _pageSize;
    private readonly bool _churn;

    public ChurningJobs(ReportWindow window, int seed, int jobs, int pageSize, bool churn)
    {
        (_window, _random, _pageSize, _churn) = (window, new Random(seed), pageSize, churn);
        for (var i = 0; i < jobs; i++)
        {
            // Some on the window's edges, some in the same millisecond, some a day before or after.
            var created = _random.Next(8) switch
            {
                0 => window.Start,
                1 => window.End,
                2 => window.Start.AddMilliseconds(-1),
                3 => window.End.AddMilliseconds(-1),
                4 => window.Start.AddHours(_random.Next(24)),
                _ => window.Start.AddMilliseconds(_random.NextInt64(-43_200_000, 2 * 86_400_000L)),
            };
            DateTimeOffset? ended = _random.Next(3) == 0 ? null : created.AddMinutes(_random.Next(1, 1000));
            _jobs.Add(NewJob(created, ended));
        }
    }

    public int Calls { get; private set; }

    public HashSet<string> Expected() =>
        [.. _jobs.Where(job => _window.Contains(job.CreationDate!.Value)
                || (job.CreationDate < _window.Start && job.CompletionDate is { } end && _window.Contains(end)))
            .Select(job => job.BackupJobId!)];

    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        Calls++;
        if (_churn) Change();
        var offset = 0;
        if (query.NextToken is { } token)
        {
            if (_churn && _random.Next(60) == 0) throw new StaleTokenException();
            offset = int.Parse(token, CultureInfo.InvariantCulture);
        }

        var matching = _jobs.Where(job => Matches(query, job)).OrderBy(job => job.CreationDate).ToList();
        var page = matching.Skip(offset).Take(_pageSize).ToList();
        if (_churn && offset > 0 && _random.Next(3) == 0) page.InsertRange(0, matching.Skip(offset - 2).Take(2).Select(job => job with { State = "RUNNING" }));
        var next = offset + _pageSize < matching.Count ? (offset + _pageSize).ToString(CultureInfo.InvariantCulture) : null;
        return await WirePages.OfAsync(page, next, query.Region.Value, query.EndedLater);
    }

    private static bool Matches(JobQuery query, OrgBackupJob job)
    {
        var (created, ended) = (job.CreationDate!.Value.UtcDateTime, job.CompletionDate?.UtcDateTime);
        return (query.ByCreatedAfter is not { } after || created > after) && created < query.ByCreatedBefore
            && (query.ByCompleteAfter is not { } since || ended > since) && (query.ByCompleteBefore is not { } until || ended < until);
    }

    private void Change()
    {
        _jobs.Add(NewJob(_window.End.AddSeconds(_random.Next(1000)), null));
        for (var i = 0; i < 5; i++)
        {
            var which = _random.Next(_jobs.Count);
            var job = _jobs[which];
            _jobs[which] = job with
            {
                State = States[_random.Next(States.Length)],
                CompletionDate = job.CompletionDate ?? (_random.Next(2) == 0 ? _window.End.AddSeconds(_random.Next(1000)) : null),
            };
        }
    }

    private OrgBackupJob NewJob(DateTimeOffset created, DateTimeOffset? ended) => new()
    {
        Region = "us-east-1",
        BackupJobId = _random.Next(10) == 0 ? $"job-{_random.NextInt64()}" : NewGuid().ToString().ToUpperInvariant(),
        AccountId = "111111111111",
        CreationDate = created,
        CompletionDate = ended,
        State = States[_random.Next(States.Length)],
    };

    private Guid NewGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public sealed class StaleTokenException : Exception;
}
