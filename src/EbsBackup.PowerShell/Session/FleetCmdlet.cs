using System.Management.Automation;
using EbsBackup.Catalog;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Session;

/// <summary>A cmdlet that works in one or many accounts and Regions, with the records in one bucket.</summary>
public abstract class FleetCmdlet : SessionCmdlet
{
    /// <summary>Works in all of these Regions; the records lie in the bucket of -Region. Left out: in -Region alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[] RegionName { get; set; } = [];

    /// <summary>Works in all Regions that are enabled in each account, whatever -RegionName says.</summary>
    [Parameter]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>A role in each account to work in; the records stay the caller's. Left out: in the caller's account alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AccountRoleArn { get; set; } = [];

    /// <summary>The name of a role that every account of the Organization has: works in all of its active accounts. The caller, or the role in -ManagementRoleArn, must be allowed organizations:ListAccounts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OrganizationRoleName { get; set; }

    /// <summary>With -OrganizationRoleName, a role of the Organization's management account that lists its accounts. -ExternalId is given to it too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagementRoleArn { get; set; }

    /// <summary>With -OrganizationRoleName, the accounts to work in. Left out: all of the Organization.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AccountId { get; set; } = [];

    /// <summary>With -OrganizationRoleName, accounts to leave out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeAccountId { get; set; } = [];

    /// <summary>The bucket with the records. Left out: tags alone, no records.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string? BucketName { get; set; }

    /// <summary>What the records' keys begin with. Left out: snapshots.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeyPrefix { get; set; } = CatalogLocation.DefaultKeyPrefix;

    /// <summary>Where the records lie; null when there are none.</summary>
    protected CatalogLocation? Catalog => BucketName is null ? null : new(BucketName, KeyPrefix);

    /// <summary>With roles of accounts, -ExternalId is theirs.</summary>
    protected override string? SessionExternalId => HasAccountRoles ? null : ExternalId;

    private bool HasAccountRoles => AccountRoleArn.Length > 0 || OrganizationRoleName is not null;

    protected sealed override void Run(AwsSession session)
    {
        if (!IsAsked(session))
            return;
        var places = Places();

        // No valid name of a Region is not the session's own.
        if (RegionName.Length > 0 && places.Regions.Count == 0)
            return;
        using var fleet = Await(token => Fleet.OpenAsync(session, places, token));
        Run(session, fleet);
    }

    /// <summary>Whether there is anything to do for a session.</summary>
    protected virtual bool IsAsked(AwsSession session) => true;

    /// <summary>Does the work in all accounts and Regions.</summary>
    protected abstract void Run(AwsSession session, Fleet fleet);

    private FleetSelector Places() => new()
    {
        Regions = [.. Parse(RegionName, Sessions.RegionName.Parse)],
        RoleArns = AccountRoleArn,
        AllRegions = AllRegions,
        OrganizationRole = OrganizationRoleName,
        ManagementRoleArn = ManagementRoleArn,
        AccountIds = [.. AccountId.Select(Sessions.AccountId.Parse)],
        ExcludedAccountIds = [.. ExcludeAccountId.Select(Sessions.AccountId.Parse)],
        ExternalId = HasAccountRoles ? ExternalId : null,
    };
}
