using System.Collections.Concurrent;
using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>What a run writes down before and after each effect, so that the next run can finish what this one could not.</summary>
internal sealed class TakeJournal : IAsyncDisposable
{
    private static readonly TimeSpan LongestIntended = TimeSpan.FromSeconds(60);

    /// <summary>
    /// After this, a snapshot that is not listed was not created: an intent is up to 60 s old when its request is sent, the request
    /// up to 120 s on its way (the SDK waits 100 s for the answer), and EC2 has been seen to show new ones up to 300 s late.
    /// </summary>
    public static readonly TimeSpan VisibilityDelay = LongestIntended + TimeSpan.FromSeconds(120 + 300);

    private readonly AwsSession _session;
    private readonly TakePlan _plan;
    private readonly CatalogStore? _store;
    private readonly CatalogLease? _lease;
    private readonly SnapshotFinder _finder;
    private readonly List<TakeResult> _unfinished = [];

    // When the intent of each volume was written.
    private readonly ConcurrentDictionary<VolumeId, DateTimeOffset> _intended = new();

    // Volumes with nothing left to do, each with its recorded snapshot; null when it is certain that there is none.
    private readonly ConcurrentDictionary<VolumeId, SnapshotId?> _done = new();

    private TakeJournal(AwsSession session, TakePlan plan, CatalogStore? store, CatalogLease? lease, SnapshotFinder finder) =>
        (_session, _plan, _store, _lease, _finder) = (session, plan, store, lease, finder);

    /// <summary>What earlier runs left and this one could not finish either.</summary>
    public IReadOnlyList<TakeResult> Unfinished => _unfinished;

    public string DescriptionOf(SelectedVolume volume) => DescriptionTemplate.Fill(
        _plan.Request.Description ?? DescriptionTemplate.Default, _plan.Request.Policy, _plan.Slot, _plan.Run, volume);

    /// <param name="store">Null when no records are kept.</param>
    public static async Task<TakeJournal> OpenAsync(
        AwsSession session, TakePlan plan, SnapshotFinder finder, CatalogStore? store, CancellationToken cancellationToken)
    {
        if (store is null) return new TakeJournal(session, plan, null, null, finder);
        var lease = await CatalogLease.AcquireAsync(
            store, plan.Request.Policy, plan.AccountId, plan.Region, plan.Run, session.AwsClock, cancellationToken).ConfigureAwait(false);
        var journal = new TakeJournal(session, plan, store, lease, finder);
        try
        {
            await journal.FinishEarlierRunsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return journal;
    }

    public Task EnsureHeldAsync(CancellationToken cancellationToken) => _lease?.EnsureHeldAsync(cancellationToken) ?? Task.CompletedTask;

    public List<Tag> TagsFor(SelectedVolume volume) => SnapshotTags.For(
        new OwnershipTags(_plan.Request.Policy, _plan.Slot, volume.VolumeId, _plan.Run), _plan.Request.SnapshotTags, volume);

    /// <summary>Writes the intent. When one is there, the instant at which another run wrote it.</summary>
    public async Task<DateTimeOffset?> BeginAsync(SelectedVolume volume, CancellationToken cancellationToken)
    {
        if (_store is null) return null;
        await EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
        var key = IntentKey(volume.VolumeId);
        if (await _store.TryCreateAsync(key, NewIntent(volume), CatalogJson.Default.TakeIntent, cancellationToken).ConfigureAwait(false) is not null)
        {
            return null;
        }

        var theirs = await _store.TryReadAsync(key, CatalogJson.Default.TakeIntent, cancellationToken).ConfigureAwait(false);
        return theirs is { } found && found.Value.Run != _plan.Run ? found.Value.Since : null;
    }

    /// <summary>Writes the intent anew, once it is certain that what it stood for came to nothing.</summary>
    public Task TakeOverAsync(SelectedVolume volume, CancellationToken cancellationToken) =>
        _store?.PutAsync(IntentKey(volume.VolumeId), NewIntent(volume), CatalogJson.Default.TakeIntent, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Writes those intents anew that have become old: whoever reads one counts from its instant. False when none was.</summary>
    public async Task<bool> RenewAsync(IEnumerable<SelectedVolume> volumes, CancellationToken cancellationToken)
    {
        if (_store is null) return false;
        var old = volumes.Where(v => _session.AwsClock.GetUtcNow() - _intended[v.VolumeId] > LongestIntended).ToArray();
        await Task.WhenAll(old.Select(v => TakeOverAsync(v, cancellationToken))).ConfigureAwait(false);
        return old.Length > 0;
    }

    /// <summary>A set's snapshots get from us what one call could not give each of them.</summary>
    public async Task<SnapshotRecord> CompleteTagsAsync(SelectedVolume volume, SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        var has = snapshot.Tags ?? new Dictionary<string, string>();
        if (has.ContainsKey(OwnershipTags.VolumeKey)) return snapshot;
        var missing = TagsFor(volume).Where(tag => !has.ContainsKey(tag.Key)).ToList();
        try
        {
            await _session.EC2(_plan.Region).CreateTagsAsync(
                new CreateTagsRequest { Resources = [snapshot.SnapshotId.Value], Tags = missing }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "ec2:CreateTags", snapshot.SnapshotId.Value).ToException(e);
        }

        return SnapshotRecords.WithTags(snapshot, has.Concat(SnapshotTags.ToDictionary(missing)).ToDictionary(t => t.Key, t => t.Value));
    }

    public async Task RecordAsync(SnapshotRecord record, CancellationToken cancellationToken)
    {
        if (_store is null) return;
        var key = _store.Keys.Record(_plan.AccountId, _plan.Region, record.VolumeId, record.SnapshotId);
        await _store.PutAsync(key, record, CatalogJson.Default.SnapshotRecord, cancellationToken).ConfigureAwait(false);
        _done[record.VolumeId] = record.SnapshotId;
    }

    /// <summary>It is certain that no snapshot came of this volume's intent.</summary>
    public void NothingCame(VolumeId volume) => _done[volume] = null;

    public async ValueTask DisposeAsync()
    {
        await CloseIntentsAsync().ConfigureAwait(false);
        if (_lease is not null) await _lease.DisposeAsync().ConfigureAwait(false);
    }

    // While EC2 does not list a new snapshot, its intent is all that tells another run of the slot. What stays is removed by a later run.
    private async Task CloseIntentsAsync()
    {
        if (_store is null || _done.IsEmpty) return;
        try
        {
            // Under another's lease they may be another's.
            await EnsureHeldAsync(CancellationToken.None).ConfigureAwait(false);
            var listed = _done.Values.All(made => made is null) ? [] : await _finder.AtSlotAsync(_plan.Request.Policy, _plan.Slot, CancellationToken.None).ConfigureAwait(false);
            var closed = _done.Where(d => d.Value is not { } made || listed.Any(s => s.SnapshotId == made)).Select(d => IntentKey(d.Key));
            await _store.DeleteAsync([.. closed], CancellationToken.None).ConfigureAwait(false);
        }
        catch (EbsBackupException)
        {
            // The work is done and its outcome stands.
        }
    }

    private async Task FinishEarlierRunsAsync(CancellationToken cancellationToken)
    {
        var left = new List<(VolumeId Volume, Slot Slot, string Key)>();
        await foreach (var intent in _store!.ListAsync(_store.Keys.Intents(_plan.Request.Policy, _plan.AccountId, _plan.Region), cancellationToken).ConfigureAwait(false))
        {
            if (CatalogKeys.TryReadIntent(intent.Key, out var volume, out var slot) && slot != _plan.Slot) left.Add((volume, slot, intent.Key));
        }

        foreach (var ofSlot in left.GroupBy(i => i.Slot))
        {
            var made = await _finder.AtSlotAsync(_plan.Request.Policy, ofSlot.Key, cancellationToken).ConfigureAwait(false);
            var finished = new List<string>();
            foreach (var (volume, slot, key) in ofSlot)
            {
                var snapshots = made.Where(s => s.VolumeId == volume).ToArray();
                var failed = _unfinished.Count;
                foreach (var snapshot in snapshots) await TryFinishAsync(snapshot, cancellationToken).ConfigureAwait(false);
                if (_unfinished.Count > failed) continue;
                if (snapshots.Length > 0 || await IsAgedAsync(key, cancellationToken).ConfigureAwait(false)) finished.Add(key);
            }

            await _store.DeleteAsync(finished, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TryFinishAsync(SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await FinishAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _unfinished.Add(new TakeResult(snapshot.VolumeId, TakeAction.Adopt, snapshot, EbsBackupError.From(e, "ec2:CreateTags", snapshot.SnapshotId.Value)));
        }
    }

    /// <summary>Gives a snapshot the ownership tag and the record that it may still lack.</summary>
    public async Task FinishAsync(SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Tags?.ContainsKey(OwnershipTags.VolumeKey) != true)
        {
            var tag = new Tag(OwnershipTags.VolumeKey, snapshot.VolumeId.Value);
            await _session.EC2(_plan.Region).CreateTagsAsync(
                new CreateTagsRequest { Resources = [snapshot.SnapshotId.Value], Tags = [tag] }, cancellationToken).ConfigureAwait(false);
            snapshot = SnapshotRecords.WithTags(snapshot, (snapshot.Tags ?? new Dictionary<string, string>()).Append(new(tag.Key, tag.Value)).ToDictionary(t => t.Key, t => t.Value));
        }

        // The first record may know what the volume was like: it is not overwritten.
        var key = _store!.Keys.Record(_plan.AccountId, _plan.Region, snapshot.VolumeId, snapshot.SnapshotId);
        await _store.TryCreateAsync(key, snapshot, CatalogJson.Default.SnapshotRecord, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsAgedAsync(string key, CancellationToken cancellationToken) =>
        await _store!.TryReadAsync(key, CatalogJson.Default.TakeIntent, cancellationToken).ConfigureAwait(false) is not { } intent
        || _session.AwsClock.GetUtcNow() - intent.Value.Since >= VisibilityDelay;

    private string IntentKey(VolumeId volume) => _store!.Keys.Intent(_plan.Request.Policy, _plan.AccountId, _plan.Region, volume, _plan.Slot);

    private TakeIntent NewIntent(SelectedVolume volume) =>
        new(_plan.Run, _intended[volume.VolumeId] = _session.AwsClock.GetUtcNow(), volume.BackupSet);
}
