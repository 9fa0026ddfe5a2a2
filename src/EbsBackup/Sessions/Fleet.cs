using System.Text.RegularExpressions;

namespace EbsBackup.Sessions;

/// <summary>Accounts times Regions, each account entered once. One that cannot be entered is an error beside the others.</summary>
public sealed class Fleet : IDisposable
{
    private const int AtOnce = 16;
    private static readonly Regex RoleArn = new("^arn:aws[a-z-]*:iam::([0-9]{12}):role/[A-Za-z0-9+=,.@_/-]+$", RegexOptions.CultureInvariant);

    private readonly List<AwsSession> _sessions = [];

    private Fleet()
    {
    }

    /// <summary>Every account that was asked for, by id: also those that could not be entered, and those that are not open.</summary>
    public IReadOnlyList<FleetAccount> Accounts { get; private set; } = [];

    public IReadOnlyList<FleetPlace> Places { get; private set; } = [];

    /// <summary>The accounts that could not be entered, and what is no role.</summary>
    public IReadOnlyList<EbsBackupError> Errors { get; private set; } = [];

    /// <param name="caller">Assumes the roles; it must outlive the fleet.</param>
    /// <exception cref="EbsBackupException">Nothing is known of any account: the Organization could not be listed, or AWS does not know the caller.</exception>
    public static async Task<Fleet> OpenAsync(AwsSession caller, FleetSelector selector, CancellationToken cancellationToken = default)
    {
        var fleet = new Fleet();
        try
        {
            await fleet.EnterAsync(caller, selector, cancellationToken).ConfigureAwait(false);
            return fleet;
        }
        catch
        {
            fleet.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions) session.Dispose();
    }

    private async Task EnterAsync(AwsSession caller, FleetSelector selector, CancellationToken cancellationToken)
    {
        var home = await caller.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var self = await caller.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        RegionName[] regions = selector.Regions.Count == 0 ? [home] : [.. selector.Regions.Distinct()];
        var doors = new List<(FleetAccount Account, string? Role)>();
        var accounts = new List<FleetAccount>();
        var errors = new List<EbsBackupError>();
        if (selector.OrganizationRole is { } name)
        {
            foreach (var account in await OrganizationAccounts.ListAsync(caller, selector, cancellationToken).ConfigureAwait(false))
            {
                if (!account.IsOpen) accounts.Add(account);
                else doors.Add((account, account.Id == self.AccountId ? null : $"arn:{self.Partition}:iam::{account.Id}:role/{name}"));
            }
        }
        else if (selector.RoleArns.Count == 0)
        {
            doors.Add((new FleetAccount(self.AccountId), null));
        }

        foreach (var role in selector.RoleArns.Distinct(StringComparer.Ordinal))
        {
            if (RoleArn.Match(role) is { Success: true } match) doors.Add((new FleetAccount(AccountId.Parse(match.Groups[1].Value)), role));
            else errors.Add(EbsBackupError.InvalidRoleArn(role));
        }

        // What stops every account, such as the caller's own expired credentials, is not asked of each of them.
        EbsBackupError? stop = null;
        var places = new List<FleetPlace>();
        var entered = ConcurrentStream.RunAsync<(FleetAccount Account, string? Role), (FleetAccount, IReadOnlyList<FleetPlace>)>(
            doors, AtOnce, async door => [await EnterOneAsync(door.Account, door.Role).ConfigureAwait(false)], cancellationToken);
        await foreach (var (account, there) in entered.ConfigureAwait(false))
        {
            // Two roles of one account are one place: its volumes are taken once.
            var known = accounts.FindIndex(a => a.Id == account.Id);
            if (account.Error is { } error) errors.Add(error);
            if (known < 0) accounts.Add(account);
            else if (accounts[known].Error is not null && account.Error is null) accounts[known] = account;
            else continue;
            places.AddRange(there);
        }

        Accounts = [.. accounts.OrderBy(a => a.Id.Value, StringComparer.Ordinal)];
        Places = [.. places.OrderBy(p => p.AccountId.Value, StringComparer.Ordinal)];
        Errors = errors;

        async Task<(FleetAccount, IReadOnlyList<FleetPlace>)> EnterOneAsync(FleetAccount account, string? role)
        {
            if (Volatile.Read(ref stop) is { } cause) return (account with { Error = EbsBackupError.NotAttempted(role ?? account.Id.Value, cause) }, []);
            try
            {
                var session = role is null ? caller : Open(caller, role, selector.ExternalId);
                var id = (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId;
                var there = selector.AllRegions ? await EnabledRegions.ListAsync(session, cancellationToken).ConfigureAwait(false) : regions;
                return (account with { Id = id }, [.. there.Select(region => new FleetPlace(id, region, session.InRegion(region)))]);
            }
            catch (EbsBackupException e)
            {
                if (e.Error.Response == FailureResponse.StopRun) Volatile.Write(ref stop, e.Error);
                return (account with { Error = e.Error }, []);
            }
        }
    }

    private AwsSession Open(AwsSession caller, string role, string? externalId)
    {
        var session = caller.AssumeRole(role, externalId);
        lock (_sessions) _sessions.Add(session);
        return session;
    }
}
