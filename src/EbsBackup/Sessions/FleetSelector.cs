namespace EbsBackup.Sessions;

/// <summary>Which accounts and Regions to work in; left empty, the session's own.</summary>
public sealed record FleetSelector
{
    public IReadOnlyList<RegionName> Regions { get; init; } = [];

    /// <summary>A role in each account to work in.</summary>
    public IReadOnlyList<string> RoleArns { get; init; } = [];

    /// <summary>The name of a role that every active account of the Organization has, with its path if it has one.</summary>
    public string? OrganizationRole { get; init; }

    /// <summary>The external id that the roles' trust policies ask for.</summary>
    public string? ExternalId { get; init; }

    public bool IsEmpty => Regions.Count == 0 && RoleArns.Count == 0 && OrganizationRole is null;
}
