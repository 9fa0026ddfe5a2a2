using System.Runtime.CompilerServices;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>Shows our snapshots of one account and Region: from the catalogue when there is one, else from EC2's tags.</summary>
public sealed class SnapshotReader(AwsSession session)
{
    private const int Readers = 16;

    /// <summary>The run over many places that this is part of.</summary>
    internal FleetRun? Run { get; init; }

    /// <summary>Shows the original program's records too, which name no place: of many places, one shows them.</summary>
    internal bool IncludeOriginals { get; init; } = true;

    /// <exception cref="EbsBackupException">The catalogue or EC2 could not be listed.</exception>
    public async IAsyncEnumerable<SnapshotReadResult> ReadAsync(SnapshotQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var region = await session.GetRegionAsync(cancellationToken).ConfigureAwait(false);
        var account = (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId;
        var missing = new HashSet<SnapshotId>(query.SnapshotIds);
        var found = (Run?.Store ?? CatalogStore.Open(session, region, query.Catalog)) is { } store
            ? FromCatalogAsync(store, account, region, query, cancellationToken)
            : FromEc2Async(account, region, query, cancellationToken);
        await foreach (var result in found.ConfigureAwait(false))
        {
            if (result.Snapshot is { } snapshot) missing.Remove(snapshot.SnapshotId);
            yield return result;
        }

        foreach (var id in missing) yield return new SnapshotReadResult(null, EbsBackupError.UnknownSnapshot(id.Value));
    }

    private async IAsyncEnumerable<SnapshotReadResult> FromEc2Async(
        AccountId account, RegionName region, SnapshotQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var finder = new SnapshotFinder(session.EC2(region), account, region);
        if (query.SnapshotIds.Count > 0)
        {
            foreach (var snapshot in await finder.ByIdAsync(query.SnapshotIds, cancellationToken).ConfigureAwait(false))
            {
                if (snapshot.Policy is not null && Matches(snapshot, query)) yield return new SnapshotReadResult(snapshot, null);
            }

            yield break;
        }

        await foreach (var snapshot in finder.OfPolicyAsync(query.Policy, query.VolumeIds, cancellationToken).ConfigureAwait(false))
        {
            if (Matches(snapshot, query)) yield return new SnapshotReadResult(snapshot, null);
        }
    }

    private async IAsyncEnumerable<SnapshotReadResult> FromCatalogAsync(
        CatalogStore store, AccountId account, RegionName region, SnapshotQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var prefixes = query.VolumeIds.Count == 0 ? [store.Keys.Records(account, region)] : query.VolumeIds.Select(v => store.Keys.Records(account, region, v));
        foreach (var prefix in prefixes) await ListAsync(prefix, false).ConfigureAwait(false);

        // The original program's records lie at the root and name neither account nor Region.
        if (IncludeOriginals) await ListAsync(store.Keys.Root, true).ConfigureAwait(false);
        var gate = new FailureGate(Run?.Gate);
        var reads = ConcurrentStream.RunAsync(
            keys, Readers, key => gate.RunAsync(() => ReadOneAsync(key), r => r.Error, cause => [new SnapshotReadResult(null, EbsBackupError.NotAttempted(key, cause))]), cancellationToken);
        await foreach (var result in reads.ConfigureAwait(false)) yield return result;

        async Task ListAsync(string prefix, bool rootOnly)
        {
            await foreach (var found in store.ListAsync(prefix, cancellationToken, rootOnly ? "/" : null).ConfigureAwait(false))
            {
                if (store.Keys.TryReadRecord(found.Key, out var id) && (query.SnapshotIds.Count == 0 || query.SnapshotIds.Contains(id))) keys.Add(found.Key);
            }
        }

        async Task<IReadOnlyList<SnapshotReadResult>> ReadOneAsync(string key)
        {
            try
            {
                var record = await store.TryReadAsync(key, CatalogJson.Default.SnapshotRecord, cancellationToken).ConfigureAwait(false);
                return record is { } found && Matches(found.Value, query) ? [new SnapshotReadResult(found.Value, null)] : [];
            }
            catch (EbsBackupException e)
            {
                return [new SnapshotReadResult(null, e.Error)];
            }
        }
    }

    private static bool Matches(SnapshotRecord snapshot, SnapshotQuery query) =>
        (query.SnapshotIds.Count == 0 || query.SnapshotIds.Contains(snapshot.SnapshotId))
        && (query.VolumeIds.Count == 0 || query.VolumeIds.Contains(snapshot.VolumeId))
        && (query.InstanceIds.Count == 0 || query.InstanceIds.Any(id => id == snapshot.InstanceId || id == snapshot.BackupSet))
        && (query.After is null || snapshot.StartTime >= query.After)
        && (query.Before is null || snapshot.StartTime < query.Before)
        && (query.Policy is null || snapshot.Policy == query.Policy);
}
