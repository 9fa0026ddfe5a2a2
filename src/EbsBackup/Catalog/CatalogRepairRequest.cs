using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>Which catalogue to bring in step with EC2.</summary>
public sealed record CatalogRepairRequest(CatalogLocation Catalog)
{
    /// <summary>The policy that the original program's backups are adopted into.</summary>
    public PolicyName AdoptPolicy { get; init; } = PolicyName.Default;
}
