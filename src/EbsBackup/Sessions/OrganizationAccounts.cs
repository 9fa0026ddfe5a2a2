using System.Runtime.CompilerServices;
using Amazon.Organizations.Model;

namespace EbsBackup.Sessions;

/// <summary>The accounts of an Organization.</summary>
internal static class OrganizationAccounts
{
    /// <summary>All accounts, a page at a time, as the session's own account lists them.</summary>
    public static async IAsyncEnumerable<FleetAccount> ListAsync(AwsSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var organizations = session.Organizations(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false));
        var request = new ListAccountsRequest();
        do
        {
            var page = await organizations.ListAccountsAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var account in page.Accounts ?? [])
            {
                // State takes the place of Status: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
                yield return new FleetAccount(AccountId.Parse(account.Id), account.Name, account.State?.Value ?? account.Status?.Value);
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

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
            var accounts = new List<FleetAccount>();
            await foreach (var account in ListAsync(management, cancellationToken).ConfigureAwait(false)) accounts.Add(account);
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
