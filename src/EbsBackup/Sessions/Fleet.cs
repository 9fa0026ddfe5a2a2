using System.Text.RegularExpressions;
using Amazon.Organizations.Model;

namespace EbsBackup.Sessions;

/// <summary>Accounts times Regions, each account entered once. One that cannot be entered is an error beside the others.</summary>
public sealed class Fleet : IDisposable
{
    private const int AtOnce = 16;
    private static readonly Regex RoleArn = new("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", RegexOptions.CultureInvariant);

    private readonly List<AwsSession> _entered;

    private Fleet(List<AwsSession> entered, IReadOnlyList<FleetPlace> places, IReadOnlyList<EbsBackupError> errors) =>
        (_entered, Places, Errors) = (entered, places, errors);

    public IReadOnlyList<FleetPlace> Places { get; }

    /// <summary>The accounts that could not be entered.</summary>
    public IReadOnlyList<EbsBackupError> Errors { get; }

    /// <param name="caller">Assumes the roles; it must outlive the fleet.</param>
    /// <exception cref="EbsBackupException">Nothing is known of any account: the Organization could not be listed, or AWS does not know the caller.</exception>
    public static async Task<Fleet> OpenAsync(AwsSession caller, FleetSelector selector, CancellationToken cancellationToken = default)
    {
        var home = await caller.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var self = await caller.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        var regions = selector.Regions.Count == 0 ? [home] : selector.Regions.Distinct().ToArray();
        var errors = new List<EbsBackupError>();
        var entered = new List<AwsSession>();
        var accounts = new Dictionary<AccountId, AwsSession>();
        List<string> roles = [.. selector.RoleArns];
        if (selector.OrganizationRole is { } name)
        {
            await foreach (var account in AccountsAsync(caller, home, cancellationToken).ConfigureAwait(false))
            {
                if (account == self.AccountId.Value) accounts[self.AccountId] = caller;
                else roles.Add($"arn:{self.Partition}:iam::{account}:role/{name}");
            }
        }
        else if (roles.Count == 0)
        {
            accounts[self.AccountId] = caller;
        }

        await foreach (var (session, account) in ConcurrentStream.RunAsync(roles.Distinct(StringComparer.Ordinal), AtOnce, EnterAsync, cancellationToken).ConfigureAwait(false))
        {
            // Two roles of one account are one place: its volumes are taken once.
            if (!accounts.ContainsKey(account)) accounts[account] = session;
        }

        return new Fleet(
            entered,
            [.. accounts.OrderBy(a => a.Key.Value, StringComparer.Ordinal).SelectMany(a => regions.Select(r => new FleetPlace(a.Key, r, a.Value.InRegion(r))))],
            errors);

        async Task<IReadOnlyList<(AwsSession Session, AccountId Account)>> EnterAsync(string role)
        {
            try
            {
                if (!RoleArn.IsMatch(role)) throw EbsBackupError.InvalidRoleArn(role).ToException();
                var session = caller.AssumeRole(role, selector.ExternalId);
                lock (entered) entered.Add(session);
                return [(session, (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId)];
            }
            catch (EbsBackupException e)
            {
                lock (errors) errors.Add(e.Error);
                return [];
            }
        }
    }

    public void Dispose()
    {
        foreach (var session in _entered) session.Dispose();
    }

    private static async IAsyncEnumerable<string> AccountsAsync(
        AwsSession caller, RegionName region, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListAccountsRequest();
        do
        {
            ListAccountsResponse page;
            try
            {
                page = await caller.Organizations(region).ListAccountsAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                throw EbsBackupError.From(e, "organizations:ListAccounts", "the Organization").ToException(e);
            }

            foreach (var account in page.Accounts ?? [])
            {
                if (account.Status is null || account.Status == Amazon.Organizations.AccountStatus.ACTIVE) yield return account.Id;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }
}
