namespace EbsBackup.Sessions;

/// <summary>Which accounts and Regions to work in; left empty, the session's own.</summary>
public sealed record FleetSelector
{
    public IReadOnlyList<RegionName> Regions { get; init; } = [];

    /// <summary>The Regions that are enabled in each account, instead of <see cref="Regions"/>.</summary>
    public bool AllRegions { get; init; }

    /// <summary>A role in each account to work in.</summary>
    public IReadOnlyList<string> RoleArns { get; init; } = [];

    /// <summary>The name of a role that every active account of the Organization has, with its path if it has one.</summary>
    public string? OrganizationRole { get; init; }

    /// <summary>A role of the management account that lists the Organization's accounts. Without it the session lists them itself.</summary>
    public string? ManagementRoleArn { get; init; }

    /// <summary>The accounts that have <see cref="OrganizationRole"/>; none: all of the Organization. With them alone, the Organization is not asked.</summary>
    public IReadOnlyList<AccountId> AccountIds { get; init; } = [];

    /// <summary>Accounts of the Organization to leave out.</summary>
    public IReadOnlyList<AccountId> ExcludedAccountIds { get; init; } = [];

    /// <summary>The external id that the roles' trust policies ask for.</summary>
    public string? ExternalId { get; init; }

    public bool IsEmpty => Regions.Count == 0 && !AllRegions && RoleArns.Count == 0 && OrganizationRole is null;
}
