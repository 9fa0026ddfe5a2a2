using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>
/// Keeps two runs of one policy apart in one account and Region: an object that is written only when absent, renewed by its
/// holder and taken over only after it has run out. The ETag decides; clocks only say when it is worth trying.
/// </summary>
internal sealed class CatalogLease : IAsyncDisposable
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    private readonly CatalogStore _store;
    private readonly string _key;
    private readonly string _holder;
    private readonly TimeProvider _clock;
    private Task _lastInLine = Task.CompletedTask;
    private string _etag;
    private long _renewedAt;

    private CatalogLease(CatalogStore store, string key, string holder, TimeProvider clock, string etag, long renewedAt) =>
        (_store, _key, _holder, _clock, _etag, _renewedAt) = (store, key, holder, clock, etag, renewedAt);

    /// <exception cref="EbsBackupException">Another run holds it.</exception>
    public static async Task<CatalogLease> AcquireAsync(
        CatalogStore store, PolicyName policy, AccountId account, RegionName region, string holder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var key = store.Keys.Lease(policy, account, region);
        var held = await store.TryReadAsync(key, CatalogJson.Default.LeaseRecord, cancellationToken).ConfigureAwait(false);
        var mine = New(holder, clock);
        var asked = clock.GetTimestamp();
        if (held is { } current && current.Value.Until > clock.GetUtcNow() && current.Value.Holder != holder)
        {
            throw EbsBackupError.PolicyBusy(policy.Value, current.Value.Holder, current.Value.Until).ToException();
        }

        var etag = held is { } expired
            ? await store.TryReplaceAsync(key, mine, CatalogJson.Default.LeaseRecord, expired.ETag, cancellationToken).ConfigureAwait(false)
            : await store.TryCreateAsync(key, mine, CatalogJson.Default.LeaseRecord, cancellationToken).ConfigureAwait(false);
        etag ??= await MineAfterAllAsync(store, key, mine, cancellationToken).ConfigureAwait(false);
        return etag is null
            ? throw EbsBackupError.PolicyBusy(policy.Value, "another run", mine.Until).ToException()
            : new CatalogLease(store, key, holder, clock, etag, asked);
    }

    /// <summary>Call before every effect: renews when half of the time is gone.</summary>
    /// <exception cref="EbsBackupException">Another run has taken the lease over: this one must stop.</exception>
    public async Task EnsureHeldAsync(CancellationToken cancellationToken)
    {
        // One after another, each on the thread of the one before: a semaphore would hand them to other threads in any order.
        var done = new TaskCompletionSource<bool>();
        await Interlocked.Exchange(ref _lastInLine, done.Task).ConfigureAwait(false);
        try
        {
            if (_clock.GetElapsedTime(_renewedAt) < TimeSpan.FromTicks(Length.Ticks / 2)) return;
            var mine = New(_holder, _clock);
            var asked = _clock.GetTimestamp();
            _etag = await _store.TryReplaceAsync(_key, mine, CatalogJson.Default.LeaseRecord, _etag, cancellationToken).ConfigureAwait(false)
                ?? await MineAfterAllAsync(_store, _key, mine, cancellationToken).ConfigureAwait(false)
                ?? throw EbsBackupError.LeaseLost(_key).ToException();
            _renewedAt = asked;
        }
        finally
        {
            done.SetResult(true);
        }
    }

    /// <summary>Gives it back; if that fails, it runs out by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        var over = New(_holder, _clock) with { Until = DateTimeOffset.MinValue };
        try
        {
            await _store.TryReplaceAsync(_key, over, CatalogJson.Default.LeaseRecord, _etag, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EbsBackupException)
        {
            // The work is done and its outcome stands; an expired lease is taken over by the next run.
        }
    }

    // A write whose answer was lost is sent again, and then meets its own effect.
    private static async Task<string?> MineAfterAllAsync(CatalogStore store, string key, LeaseRecord mine, CancellationToken cancellationToken) =>
        await store.TryReadAsync(key, CatalogJson.Default.LeaseRecord, cancellationToken).ConfigureAwait(false) is { } found && found.Value == mine ? found.ETag : null;

    private static LeaseRecord New(string holder, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new LeaseRecord(holder, now, now + Length);
    }
}
