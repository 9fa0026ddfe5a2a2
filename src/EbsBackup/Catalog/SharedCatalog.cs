namespace EbsBackup.Catalog;

/// <summary>One catalogue and one lease for a run over many accounts and Regions: the bucket is the caller's, not each account's.</summary>
internal sealed record SharedCatalog(CatalogStore Store, CatalogLease Lease);
