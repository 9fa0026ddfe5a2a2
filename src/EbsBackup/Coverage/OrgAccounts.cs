using Amazon.Organizations.Model;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>Which accounts there are.</summary>
internal static class OrgAccounts
{
    /// <exception cref="EbsBackupException">Not all accounts could be listed: a part of them would pass for the whole.</exception>
    public static async Task<IReadOnlyList<OrgAccount>> ListAsync(AwsSession session, CoverageOptions options, CancellationToken cancellationToken)
    {
        var excluded = options.ExcludedAccountIds.Select(AccountId.Parse).ToList();
        IEnumerable<OrgAccount> accounts = options.AccountIds.Count > 0 && options.ManagementRoleArn is null
            ? options.AccountIds.Select(id => new OrgAccount(AccountId.Parse(id)))
            : await OfOrganizationAsync(session, options, cancellationToken).ConfigureAwait(false);
        if (options.AccountIds.Count > 0)
        {
            // One that the Organization does not list is tried all the same: it fails by name, not in silence.
            var known = accounts.ToLookup(account => account.Id);
            accounts = options.AccountIds.Select(AccountId.Parse).Select(id => known[id].FirstOrDefault() ?? new OrgAccount(id));
        }

        return [.. accounts.Where(account => !excluded.Contains(account.Id)).GroupBy(account => account.Id).Select(same => same.First())];
    }

    private static async Task<IReadOnlyList<OrgAccount>> OfOrganizationAsync(AwsSession session, CoverageOptions options, CancellationToken cancellationToken)
    {
        var management = options.ManagementRoleArn is { } role ? session.AssumeRole(role, options.ExternalId) : session;
        try
        {
            var organizations = management.Organizations(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false));
            var accounts = new List<OrgAccount>();
            var request = new ListAccountsRequest();
            do
            {
                var page = await organizations.ListAccountsAsync(request, cancellationToken).ConfigureAwait(false);
                // State takes the place of Status: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
                accounts.AddRange((page.Accounts ?? []).Select(a => new OrgAccount(AccountId.Parse(a.Id), a.Name, a.State?.Value ?? a.Status?.Value)));
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
            return accounts;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CoverageErrors.AccountsNotListed(e, options.ManagementRoleArn).ToException(e);
        }
        finally
        {
            if (management != session) management.Dispose();
        }
    }
}
