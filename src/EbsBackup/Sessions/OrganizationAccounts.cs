using Amazon.Organizations.Model;

namespace EbsBackup.Sessions;

/// <summary>The accounts of an Organization.</summary>
internal static class OrganizationAccounts
{
    /// <summary>The accounts that a selector means, each once; the Organization is asked unless they are named and nobody can tell their names.</summary>
    /// <exception cref="EbsBackupException">Not all accounts could be listed: a part of them would pass for the whole.</exception>
    public static async Task<IReadOnlyList<FleetAccount>> ListAsync(AwsSession caller, FleetSelector selector, CancellationToken cancellationToken)
    {
        IEnumerable<FleetAccount> accounts = selector is { AccountIds.Count: > 0, ManagementRoleArn: null }
            ? selector.AccountIds.Select(id => new FleetAccount(id))
            : await AskAsync(caller, selector, cancellationToken).ConfigureAwait(false);
        if (selector.AccountIds.Count > 0)
        {
            // One that the Organization does not list is tried all the same: it fails by name, not in silence.
            var known = accounts.ToLookup(account => account.Id);
            accounts = selector.AccountIds.Select(id => known[id].FirstOrDefault() ?? new FleetAccount(id));
        }

        return [.. accounts.Where(account => !selector.ExcludedAccountIds.Contains(account.Id)).GroupBy(account => account.Id).Select(same => same.First())];
    }

    private static async Task<IReadOnlyList<FleetAccount>> AskAsync(AwsSession caller, FleetSelector selector, CancellationToken cancellationToken)
    {
        var management = selector.ManagementRoleArn is { } role ? caller.AssumeRole(role, selector.ExternalId) : caller;
        try
        {
            var organizations = management.Organizations(await caller.GetRegionAsync(cancellationToken).ConfigureAwait(false));
            var accounts = new List<FleetAccount>();
            var request = new ListAccountsRequest();
            do
            {
                var page = await organizations.ListAccountsAsync(request, cancellationToken).ConfigureAwait(false);
                // State takes the place of Status: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
                accounts.AddRange((page.Accounts ?? []).Select(a => new FleetAccount(AccountId.Parse(a.Id), a.Name, a.State?.Value ?? a.Status?.Value)));
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
            return accounts;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.AccountsNotListed(e, selector.ManagementRoleArn).ToException(e);
        }
        finally
        {
            if (management != caller) management.Dispose();
        }
    }
}
