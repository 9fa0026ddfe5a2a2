using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>The keys of the catalogue's objects. Only validated ids go in, so no tag or name can lead a key astray.</summary>
internal sealed class CatalogKeys(string prefix)
{
    /// <summary>Every record, ours and the original program's.</summary>
    public string Root => prefix + "/";

    public string Records(AccountId account, RegionName region) => $"{prefix}/{account}/{region}/";

    public string Records(AccountId account, RegionName region, VolumeId volume) => $"{prefix}/{account}/{region}/{volume}/";

    public string Record(AccountId account, RegionName region, VolumeId volume, SnapshotId snapshot) => $"{prefix}/{account}/{region}/{volume}/{snapshot}.json";

    public string Lease(PolicyName policy, AccountId account, RegionName region) => $"{prefix}/_leases/{policy}/{account}/{region}.json";

    /// <summary>Of one place each: what another Region's run has come to know, this one's has not.</summary>
    public string State(PolicyName policy, AccountId account, RegionName region) => $"{prefix}/_state/{policy}/{account}/{region}.json";

    public string Intents(PolicyName policy, AccountId account, RegionName region) => $"{prefix}/_intents/{policy}/{account}/{region}/";

    public string Intent(PolicyName policy, AccountId account, RegionName region, VolumeId volume, Slot slot) =>
        $"{prefix}/_intents/{policy}/{account}/{region}/{volume}/{slot.KeyText}.json";

    public string Deletions(PolicyName policy, AccountId account, RegionName region) => $"{prefix}/_deletions/{policy}/{account}/{region}/";

    public string Deletion(PolicyName policy, AccountId account, RegionName region, string run, int number) =>
        $"{prefix}/_deletions/{policy}/{account}/{region}/{run}-{number:d4}.json";

    /// <summary>The intents of every policy.</summary>
    public string AllIntents => $"{prefix}/_intents/";

    /// <summary>The deletion marks of every policy.</summary>
    public string AllDeletions => $"{prefix}/_deletions/";

    /// <summary>The policy of an intent or mark, when that is of this account and Region.</summary>
    public static bool TryReadPolicy(string key, string folder, AccountId account, RegionName region, out PolicyName policy)
    {
        policy = default;
        var parts = key.Substring(folder.Length).Split('/');
        return parts.Length >= 4 && parts[1] == account.Value && parts[2] == region.Value && PolicyName.TryParse(parts[0], out policy);
    }

    /// <summary>The snapshot that a record's key names; false for any object that is not a record.</summary>
    public bool TryReadRecord(string key, out SnapshotId snapshot)
    {
        snapshot = default;
        if (!key.StartsWith(Root, StringComparison.Ordinal) || !key.EndsWith(".json", StringComparison.Ordinal)) return false;
        var parts = key.Substring(Root.Length, key.Length - Root.Length - ".json".Length).Split('/');
        return parts.Length is 1 or 4 && SnapshotId.TryParse(parts[parts.Length - 1], out snapshot)
            && (parts.Length == 1 || (AccountId.TryParse(parts[0], out _) && RegionName.TryParse(parts[1], out _) && VolumeId.TryParse(parts[2], out _)));
    }

    /// <summary>The volume and slot that an intent's key names.</summary>
    public static bool TryReadIntent(string key, out VolumeId volume, out Slot slot)
    {
        volume = default;
        slot = default;
        var parts = key.Split('/');
        return parts.Length >= 2 && parts[parts.Length - 1] is var name && name.EndsWith(".json", StringComparison.Ordinal)
            && Slot.TryParse(name.Substring(0, name.Length - ".json".Length), out slot) && VolumeId.TryParse(parts[parts.Length - 2], out volume);
    }
}
