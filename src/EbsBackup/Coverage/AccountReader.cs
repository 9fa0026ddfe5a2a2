using Amazon.EC2.Model;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>Reads one account, all its Regions at a time, through the role that it has for that.</summary>
internal sealed class AccountReader(AwsSession caller, CallerIdentity identity, CoverageOptions options, CoverageRules rules) : IDisposable
{
    // Regions are paced apart from each other: this bounds connections, not requests.
    private const int RegionsInFlight = 16;

    private readonly SemaphoreSlim _gate = new(RegionsInFlight);

    public async Task<AccountCoverage> ReadAsync(OrgAccount account, CancellationToken cancellationToken)
    {
        if (!account.IsOpen)
        {
            var reason = EbsBackupError.Format(SR.Coverage_AccountClosed, account.State!.ToLowerInvariant().Replace('_', ' '));
            return new AccountCoverage([CoveragePlanner.Unread(account, "", "All", account.Id.Value, reason)], [], 0);
        }

        var session = caller;
        var action = "sts:GetCallerIdentity";
        try
        {
            if (account.Id != identity.AccountId)
            {
                var role = $"arn:{identity.Partition}:iam::{account.Id}:role/{options.RoleName}";
                session = caller.AssumeRole(role, options.ExternalId);
                action = "sts:AssumeRole";
                await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
            }

            action = "ec2:DescribeRegions";
            var regions = await RegionsAsync(session, cancellationToken).ConfigureAwait(false);
            var read = await Task.WhenAll(regions.Select(region => ReadAsync(session, account, region, cancellationToken))).ConfigureAwait(false);
            return new AccountCoverage([.. read.SelectMany(r => r.Resources)], [.. read.SelectMany(r => r.Errors)], read.Sum(r => r.Listings));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var error = EbsBackupError.From(e, action, account.Id.Value);
            return new AccountCoverage([CoveragePlanner.Unread(account, "", "All", action, error.Message)], [error], 0);
        }
        finally
        {
            if (session != caller) session.Dispose();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<RegionName>> RegionsAsync(AwsSession session, CancellationToken cancellationToken)
    {
        if (!options.AllRegions && options.Regions.Count > 0) return [.. options.Regions.Select(RegionName.Parse).Distinct()];
        var own = await caller.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        if (!options.AllRegions) return [own];
        var enabled = await session.EC2(own).DescribeRegionsAsync(new DescribeRegionsRequest(), cancellationToken).ConfigureAwait(false);
        return [.. enabled.Regions.Select(r => RegionName.Parse(r.RegionName)).OrderBy(r => r.Value, StringComparer.Ordinal)];
    }

    private async Task<AccountCoverage> ReadAsync(AwsSession session, OrgAccount account, RegionName region, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var facts = await new RegionReader(session, account, region, rules).ReadAsync(cancellationToken).ConfigureAwait(false);
            EbsBackupError?[] listings = [facts.Volumes.Error, facts.Instances.Error, facts.Snapshots.Error, facts.Protected.Error];
            return new AccountCoverage(
                CoveragePlanner.Judge(facts, rules),
                [.. listings.Concat(facts.Protected.Items.Select(p => p.Error)).OfType<EbsBackupError>()],
                listings.Count(error => error is null));
        }
        finally
        {
            _gate.Release();
        }
    }
}
