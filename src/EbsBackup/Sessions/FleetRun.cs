using EbsBackup.Catalog;

namespace EbsBackup.Sessions;

/// <summary>What the places of one run share: the caller's catalogue, and what ends the work in all of them.</summary>
/// <param name="Store">Null when no records are kept.</param>
internal sealed record FleetRun(CatalogStore? Store, FailureGate Gate)
{
    /// <param name="caller">Its bucket and Region hold the catalogue: the places' own identities need no access to it.</param>
    public static async Task<FleetRun> OpenAsync(AwsSession caller, CatalogLocation? catalog, CancellationToken cancellationToken) => new(
        catalog is null ? null : new CatalogStore(caller.S3(await caller.GetRegionAsync(cancellationToken).ConfigureAwait(false)), catalog), new FailureGate());
}
