using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>Reads the Regions of accounts, as many at a time as there may be connections.</summary>
internal sealed class AccountReader(CoverageRules rules) : IDisposable
{
    // Regions are paced apart from each other: this bounds connections, not requests.
    private const int RegionsInFlight = 16;

    private readonly SemaphoreSlim _gate = new(RegionsInFlight);
    private readonly FailureGate _run = new();

    public async Task<AccountCoverage> ReadAsync(FleetAccount account, IEnumerable<FleetPlace> places, CancellationToken cancellationToken)
    {
        if (!account.IsOpen)
        {
            var reason = EbsBackupError.Format(SR.Coverage_AccountClosed, account.State!.ToLowerInvariant().Replace('_', ' '));
            return new AccountCoverage([CoveragePlanner.Unread(account, "", "All", account.Id.Value, reason)], [], 0);
        }

        if (account.Error is { } closed)
            return new AccountCoverage([CoveragePlanner.Unread(account, "", "All", "sts:AssumeRole", closed.Message)], [closed], 0);

        var read = await Task.WhenAll(places.Select(place => ReadAsync(account, place, cancellationToken))).ConfigureAwait(false);
        return new AccountCoverage(
            [.. read.SelectMany(facts => CoveragePlanner.Judge(facts, rules))],
            Errors(account, read),
            read.Sum(facts => facts.Listings.Count(listing => listing.Error is null)));
    }

    public void Dispose() => _gate.Dispose();

    private async Task<CoverageFacts> ReadAsync(FleetAccount account, FleetPlace place, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await new RegionReader(place, account, rules, _run).ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What an account refuses in all of its Regions is said once, with the Regions; each has its own row all the same.</summary>
    private static IReadOnlyList<EbsBackupError> Errors(FleetAccount account, IEnumerable<CoverageFacts> read) =>
    [
        .. from facts in read
           from failure in facts.Failures
           group (facts.Region, failure.Error) by (failure.Action, failure.Error.Id) into same
           let regions = same.Select(one => one.Region).Distinct().ToList()
           let error = same.First().Error
           select regions.Count == 1 ? error : error with
           {
               TargetId = account.Id.Value,
               Message = EbsBackupError.Format(SR.Coverage_AlsoIn, error.Message, regions.Count, string.Join(", ", regions)),
           },
    ];
}
