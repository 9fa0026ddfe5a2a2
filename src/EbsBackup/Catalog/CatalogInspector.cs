using Amazon.S3.Model;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>Gathers what a repair is decided from. Changes nothing.</summary>
internal sealed class CatalogInspector(CatalogStore store, SnapshotFinder finder, AccountId account, RegionName region, TimeProvider clock)
{
    private const int Readers = 16;

    private readonly List<EbsBackupError> _errors = [];

    /// <exception cref="EbsBackupException">The bucket or EC2 could not be listed to the end: then nothing is known to be missing.</exception>
    public async Task<CatalogEvidence> InspectAsync(CancellationToken cancellationToken)
    {
        // The bucket before EC2: a backup that is taken meanwhile then looks unrecorded, and is written only if it still is.
        var records = await RecordsAsync(cancellationToken).ConfigureAwait(false);
        var intents = await IntentsAsync(cancellationToken).ConfigureAwait(false);
        var marks = await MarksAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();

        var snapshots = new Dictionary<SnapshotId, SnapshotRecord>();
        await foreach (var snapshot in finder.OfPolicyAsync(null, [], cancellationToken).ConfigureAwait(false)) snapshots[snapshot.SnapshotId] = snapshot;
        SnapshotId[] named = [.. records.Select(r => r.SnapshotId).Concat(marks.SelectMany(m => m.Records.Keys)).Distinct().Where(id => !snapshots.ContainsKey(id))];
        foreach (var snapshot in await finder.ByIdAsync(named, cancellationToken).ConfigureAwait(false)) snapshots[snapshot.SnapshotId] = snapshot;

        // An original record does not say where its snapshot lies: that it is not here proves nothing.
        var ours = new HashSet<SnapshotId>(records.Where(r => !r.IsOriginal).Select(r => r.SnapshotId).Concat(marks.SelectMany(m => m.Records.Keys)));
        var gone = new HashSet<SnapshotId>();
        var asked = named.Where(id => ours.Contains(id) && !snapshots.ContainsKey(id));
        await foreach (var id in ConcurrentStream.RunAsync(asked, Readers, AskAsync, cancellationToken).ConfigureAwait(false)) gone.Add(id);
        return new CatalogEvidence(account, region, now, snapshots, gone, records, intents, marks, _errors);

        async Task<IReadOnlyList<SnapshotId>> AskAsync(SnapshotId id)
        {
            try
            {
                return await finder.IsGoneAsync(id, cancellationToken).ConfigureAwait(false) ? [id] : [];
            }
            catch (EbsBackupException e)
            {
                Failed(e);
                return [];
            }
        }
    }

    private async Task<List<FoundRecord>> RecordsAsync(CancellationToken cancellationToken)
    {
        var listed = new List<(S3Object Object, SnapshotId Id, bool IsOriginal)>();
        await ListAsync(store.Keys.Records(account, region), false).ConfigureAwait(false);
        await ListAsync(store.Keys.Root, true).ConfigureAwait(false);
        var found = new List<FoundRecord>(listed.Count);
        await foreach (var record in ConcurrentStream.RunAsync(listed, Readers, l => ReadAsync(l.Object, l.Id, l.IsOriginal), cancellationToken).ConfigureAwait(false)) found.Add(record);
        return found;

        async Task ListAsync(string prefix, bool isOriginal)
        {
            await foreach (var one in store.ListAsync(prefix, cancellationToken, isOriginal ? "/" : null).ConfigureAwait(false))
            {
                if (store.Keys.TryReadRecord(one.Key, out var id)) listed.Add((one, id, isOriginal));
            }
        }

        async Task<IReadOnlyList<FoundRecord>> ReadAsync(S3Object one, SnapshotId id, bool isOriginal)
        {
            DateTimeOffset? written = one.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null;
            try
            {
                var read = await store.TryReadAsync(one.Key, CatalogJson.Default.SnapshotRecord, cancellationToken).ConfigureAwait(false);
                return read is { } record ? [new FoundRecord(one.Key, id, isOriginal, written, record.ETag, record.Value)] : [];
            }
            catch (EbsBackupException e) when (e.Error.Id == nameof(SR.UnreadableObject))
            {
                return [new FoundRecord(one.Key, id, isOriginal, written, one.ETag, null)];
            }
            catch (EbsBackupException e)
            {
                Failed(e);
                return [];
            }
        }
    }

    private async Task<List<FoundIntent>> IntentsAsync(CancellationToken cancellationToken)
    {
        var found = new List<FoundIntent>();
        await foreach (var one in store.ListAsync(store.Keys.AllIntents, cancellationToken).ConfigureAwait(false))
        {
            if (!CatalogKeys.TryReadPolicy(one.Key, store.Keys.AllIntents, account, region, out var policy) || !CatalogKeys.TryReadIntent(one.Key, out var volume, out var slot)) continue;
            var intent = await TryReadAsync(one.Key, CatalogJson.Default.TakeIntent, cancellationToken).ConfigureAwait(false);
            if (intent is { } read) found.Add(new FoundIntent(one.Key, policy, volume, slot, read.Value.Since, read.ETag));
        }

        return found;
    }

    private async Task<List<FoundMark>> MarksAsync(CancellationToken cancellationToken)
    {
        var found = new List<FoundMark>();
        await foreach (var one in store.ListAsync(store.Keys.AllDeletions, cancellationToken).ConfigureAwait(false))
        {
            if (!CatalogKeys.TryReadPolicy(one.Key, store.Keys.AllDeletions, account, region, out var policy)) continue;
            var mark = await TryReadAsync(one.Key, CatalogJson.Default.DeletionMark, cancellationToken).ConfigureAwait(false);
            if (mark is not { } read) continue;
            var records = new Dictionary<SnapshotId, string>();
            foreach (var record in read.Value.Records)
            {
                if (SnapshotId.TryParse(record.Key, out var id) && store.Keys.TryReadRecord(record.Value, out var named) && named == id) records[id] = record.Value;
            }

            found.Add(new FoundMark(one.Key, policy, records));
        }

        return found;
    }

    private async Task<(T Value, string ETag)?> TryReadAsync<T>(string key, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TryReadAsync(key, type, cancellationToken).ConfigureAwait(false);
        }
        catch (EbsBackupException e)
        {
            Failed(e);
            return null;
        }
    }

    private void Failed(EbsBackupException e)
    {
        lock (_errors) _errors.Add(e.Error);
    }
}
