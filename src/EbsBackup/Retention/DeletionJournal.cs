using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Retention;

/// <summary>Keeps the records in step with deletions, so that a run that is killed between two effects is finished by the next.</summary>
internal sealed class DeletionJournal : IAsyncDisposable
{
    /// <summary>A record may be written just before its snapshot shows: only the absence of an old record's snapshot means anything.</summary>
    public static readonly TimeSpan CertainAfter = TimeSpan.FromHours(1);

    private readonly RetentionPlan _plan;
    private readonly SnapshotFinder _finder;
    private readonly TimeProvider _clock;
    private readonly CatalogStore? _store;
    private readonly CatalogLease? _lease;
    private string? _mark;
    private int _marks;

    private DeletionJournal(RetentionPlan plan, SnapshotFinder finder, TimeProvider clock, CatalogStore? store, CatalogLease? lease) =>
        (_plan, _finder, _clock, _store, _lease) = (plan, finder, clock, store, lease);

    /// <param name="clock">AWS's time.</param>
    /// <param name="store">The records; null when there are none.</param>
    public static async Task<DeletionJournal> OpenAsync(RetentionPlan plan, SnapshotFinder finder, TimeProvider clock, CatalogStore? store, CancellationToken cancellationToken)
    {
        if (store is null) return new DeletionJournal(plan, finder, clock, null, null);
        var lease = await CatalogLease.AcquireAsync(store, plan.Request.Policy, plan.AccountId, plan.Region, plan.Run, clock, cancellationToken).ConfigureAwait(false);
        var journal = new DeletionJournal(plan, finder, clock, store, lease);
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

    public async Task MarkAsync(IReadOnlyList<RetentionDecision> deletions, CancellationToken cancellationToken)
    {
        if (_store is null) return;
        await EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
        _mark = _store.Keys.Deletion(_plan.Request.Policy, _plan.AccountId, _plan.Region, _plan.Run, ++_marks);
        var records = deletions.ToDictionary(d => d.Snapshot.SnapshotId.Value, d => KeyOf(d.Snapshot));
        await _store.PutAsync(_mark, new DeletionMark(_plan.Run, _clock.GetUtcNow(), records), CatalogJson.Default.DeletionMark, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the records of snapshots that are gone, then the mark.</summary>
    public async Task<IReadOnlyList<EbsBackupError>> DropAsync(IReadOnlyList<RetentionCandidate> gone, CancellationToken cancellationToken)
    {
        if (_store is null) return [];
        var errors = await _store.DeleteAsync([.. gone.Select(KeyOf)], cancellationToken).ConfigureAwait(false);
        return errors.Count > 0 ? errors : await _store.DeleteAsync([_mark!], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops old records whose snapshots EC2, asked by id, does not know.</summary>
    public async Task<IReadOnlyList<EbsBackupError>> ReconcileAsync(CancellationToken cancellationToken)
    {
        if (_store is null) return [];
        var known = new HashSet<SnapshotId>(_plan.Decisions.Select(d => d.Snapshot.SnapshotId));
        var strangers = new Dictionary<SnapshotId, string>();
        foreach (var prefix in Prefixes())
        {
            await foreach (var found in _store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
            {
                var old = found.LastModified is { } written && _clock.GetUtcNow() - new DateTimeOffset(written.ToUniversalTime()) > CertainAfter;
                if (old && _store.Keys.TryReadRecord(found.Key, out var id) && !known.Contains(id)) strangers[id] = found.Key;
            }
        }

        var orphans = await GoneAsync(strangers, cancellationToken).ConfigureAwait(false);
        await EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
        return await _store.DeleteAsync(orphans, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Remembers the rules: what they let go next time is no surprise.</summary>
    public async Task SucceededAsync(CancellationToken cancellationToken)
    {
        if (_store is null || _plan.Request.VolumeIds.Count > 0) return;
        await EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
        var state = new PolicyState(_plan.Request.Rules, _plan.Now);
        await _store.PutAsync(_store.Keys.State(_plan.Request.Policy, _plan.AccountId, _plan.Region), state, CatalogJson.Default.PolicyState, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _lease?.DisposeAsync() ?? default;

    // A killed run may have deleted any of the snapshots that it marked. Those that are gone lose their records; the others are judged anew.
    private async Task FinishEarlierRunsAsync(CancellationToken cancellationToken)
    {
        var marks = new List<string>();
        await foreach (var found in _store!.ListAsync(_store.Keys.Deletions(_plan.Request.Policy, _plan.AccountId, _plan.Region), cancellationToken).ConfigureAwait(false))
        {
            marks.Add(found.Key);
        }

        foreach (var mark in marks)
        {
            var read = await _store.TryReadAsync(mark, CatalogJson.Default.DeletionMark, cancellationToken).ConfigureAwait(false);
            if (read is not { } found) continue;
            var marked = new Dictionary<SnapshotId, string>();
            foreach (var record in found.Value.Records)
            {
                if (SnapshotId.TryParse(record.Key, out var id) && _store.Keys.TryReadRecord(record.Value, out var named) && named == id) marked[id] = record.Value;
            }

            var gone = await GoneAsync(marked, cancellationToken).ConfigureAwait(false);

            if ((await _store.DeleteAsync(gone, cancellationToken).ConfigureAwait(false)).Count == 0)
            {
                await _store.DeleteAsync([mark], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The records whose snapshots are gone: not listed, and not known when asked by id.</summary>
    private async Task<IReadOnlyList<string>> GoneAsync(Dictionary<SnapshotId, string> records, CancellationToken cancellationToken)
    {
        foreach (var alive in await _finder.ByIdAsync([.. records.Keys], cancellationToken).ConfigureAwait(false)) records.Remove(alive.SnapshotId);
        var gone = new List<string>();
        foreach (var record in records)
        {
            if (await _finder.IsGoneAsync(record.Key, cancellationToken).ConfigureAwait(false)) gone.Add(record.Value);
        }

        return gone;
    }

    private IEnumerable<string> Prefixes() => _plan.Request.VolumeIds.Count == 0
        ? [_store!.Keys.Records(_plan.AccountId, _plan.Region)]
        : _plan.Request.VolumeIds.Select(v => _store!.Keys.Records(_plan.AccountId, _plan.Region, v));

    private string KeyOf(RetentionCandidate snapshot) => _store!.Keys.Record(_plan.AccountId, _plan.Region, snapshot.Volume, snapshot.SnapshotId);
}
