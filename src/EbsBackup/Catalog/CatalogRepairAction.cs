namespace EbsBackup.Catalog;

/// <summary>What becomes of one object of the catalogue.</summary>
public enum CatalogRepairAction
{
    /// <summary>A backup has no record: it gets one.</summary>
    Create,

    /// <summary>A record does not say what EC2 says: it is rewritten.</summary>
    Refresh,

    /// <summary>A record of the original program becomes one of ours, and its snapshot a backup of ours.</summary>
    Adopt,

    /// <summary>A record's snapshot is gone: the record goes.</summary>
    Drop,

    /// <summary>What a killed run left behind is finished and goes.</summary>
    Finish,

    /// <summary>It is left as it is, with the reason.</summary>
    Skip,
}
