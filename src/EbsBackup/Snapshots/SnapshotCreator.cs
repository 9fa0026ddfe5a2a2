using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>Creates a slot's snapshots, each once, although CreateSnapshot has no client token and EC2 shows new snapshots late.</summary>
internal sealed class SnapshotCreator(AwsSession session, TakePlan plan, SnapshotFinder finder, TakeJournal journal)
{
    private const int Attempts = 6;

    // "One CreateSnapshot per volume per 15 seconds", and how many may be in progress: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html
    private static readonly TimeSpan PerVolumePause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // Groups that EBS refused because of what is in progress: they are taken when there is room, and hold no other up.
    private readonly ConcurrentQueue<IReadOnlyList<TakeItem>> _crowded = new();

    /// <summary>The groups that <see cref="TakeAsync"/> left for <see cref="TakeWhenThereIsRoomAsync"/>.</summary>
    public IReadOnlyList<IReadOnlyList<TakeItem>> Crowded => [.. _crowded];

    /// <summary>One result an item; none for a group that must wait for earlier snapshots.</summary>
    public Task<IReadOnlyList<TakeResult>> TakeAsync(IReadOnlyList<TakeItem> group, CancellationToken cancellationToken) =>
        ReportAsync(group, () => TakeOrLeaveAsync(group, cancellationToken), cancellationToken);

    /// <summary>Waits until fewer snapshots of the volumes are in progress than EBS allows, and takes them.</summary>
    /// <param name="since">When the waiting began, for all groups that wait.</param>
    public Task<IReadOnlyList<TakeResult>> TakeWhenThereIsRoomAsync(IReadOnlyList<TakeItem> group, long since, CancellationToken cancellationToken) =>
        ReportAsync(group, () => WaitAndTakeAsync(group, since, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<TakeResult>> TakeOrLeaveAsync(IReadOnlyList<TakeItem> group, CancellationToken cancellationToken)
    {
        if (group[0].Action == TakeAction.Adopt) return [await RecordAsync(group[0], group[0].Existing!, cancellationToken).ConfigureAwait(false)];
        try
        {
            return await CreateAsync(group, hasWaited: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsCrowded(e))
        {
            _crowded.Enqueue(group);
            return [];
        }
    }

    private async Task<IReadOnlyList<TakeResult>> WaitAndTakeAsync(IReadOnlyList<TakeItem> group, long since, CancellationToken cancellationToken)
    {
        VolumeId[] volumes = [.. group.Select(item => item.Volume.VolumeId)];
        for (var pause = PerVolumePause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            var waited = session.Clock.GetElapsedTime(since);
            var isOver = waited >= plan.Request.PendingTimeout;
            var inProgress = (await finder.InProgressAsync(volumes, cancellationToken).ConfigureAwait(false)).ToLookup(s => s.VolumeId);
            var full = group.Select(item => item.Volume).FirstOrDefault(volume => inProgress[volume.VolumeId].Count() >= MostInProgress(volume));
            if (full is not null && isOver) return NotTaken(group, full, inProgress[full.VolumeId], waited);
            foreach (var snapshot in full is null ? [] : inProgress[full.VolumeId])
                plan.Request.Progress?.Report(TakeProgress.Of(snapshot, session.AwsClock.GetUtcNow()) with { IsInTheWay = true });
            try
            {
                if (full is null) return await CreateAsync(group, hasWaited: true, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsCrowded(e) && !isOver)
            {
                // What EC2 lists lags behind what EBS counts.
            }
            catch (Exception e) when (IsCrowded(e))
            {
                foreach (var item in group) journal.NothingCame(item.Volume.VolumeId);
                throw;
            }

            await journal.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            var left = plan.Request.PendingTimeout - waited;
            await Clocks.DelayAsync(session.Clock, pause < left ? pause : left, cancellationToken).ConfigureAwait(false);
        }
    }

    private TakeResult[] NotTaken(IReadOnlyList<TakeItem> group, SelectedVolume full, IEnumerable<SnapshotRecord> inProgress, TimeSpan waited)
    {
        foreach (var item in group) journal.NothingCame(item.Volume.VolumeId);
        var error = EbsBackupError.SnapshotsInProgress(full.VolumeId.Value, full.VolumeType, MostInProgress(full), [.. inProgress.Select(s => s.SnapshotId.Value)], waited);
        return [.. group.Select(item => new TakeResult(item.Volume.VolumeId, item.Action, null, error))];
    }

    private static bool IsCrowded(Exception e) => e is AmazonServiceException refused && FailureClassification.IsCrowded(refused.ErrorCode);

    private static int MostInProgress(SelectedVolume volume) => volume.VolumeType is "st1" or "sc1" ? 1 : 5;

    private static async Task<IReadOnlyList<TakeResult>> ReportAsync(
        IReadOnlyList<TakeItem> group, Func<Task<IReadOnlyList<TakeResult>>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var action = group[0].Volume.BackupSet is null ? "ec2:CreateSnapshot" : "ec2:CreateSnapshots";
            return [.. group.Select(item => new TakeResult(item.Volume.VolumeId, item.Action, null, EbsBackupError.From(e, action, item.Volume.VolumeId.Value)))];
        }
    }

    private async Task<IReadOnlyList<TakeResult>> CreateAsync(IReadOnlyList<TakeItem> group, bool hasWaited, CancellationToken cancellationToken)
    {
        var results = new List<TakeResult>();
        var toCreate = new List<TakeItem>();
        foreach (var item in group)
        {
            // Someone began this very slot and did not say how it ended: only time tells whether there is a snapshot.
            var begunBefore = await journal.BeginAsync(item.Volume, cancellationToken).ConfigureAwait(false);
            var theirs = begunBefore is { } since ? await LookUntilAgedAsync(since, [item], cancellationToken).ConfigureAwait(false) : [];
            if (theirs.Count > 0) results.Add(await RecordAsync(item with { Action = TakeAction.Adopt }, theirs[0], cancellationToken).ConfigureAwait(false));
            else toCreate.Add(item);

            // What comes of it shows as late as if it began now: whoever reads the intent must count from now.
            if ((hasWaited || begunBefore is not null) && theirs.Count == 0) await journal.TakeOverAsync(item.Volume, cancellationToken).ConfigureAwait(false);
        }

        if (toCreate.Count == 0) return results;
        IReadOnlyList<SnapshotRecord> made;
        try
        {
            made = await CreateOnceAsync(toCreate, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !AwsErrorTranslation.IsAmbiguous(e) && !IsCrowded(e))
        {
            foreach (var item in toCreate) journal.NothingCame(item.Volume.VolumeId);
            throw;
        }

        foreach (var item in toCreate)
        {
            var snapshot = made.FirstOrDefault(s => s.VolumeId == item.Volume.VolumeId);
            results.Add(snapshot is null
                ? new TakeResult(item.Volume.VolumeId, item.Action, null, EbsBackupError.SnapshotNotListed(item.Volume.VolumeId.Value))
                : await RecordAsync(item, snapshot, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private async Task<IReadOnlyList<SnapshotRecord>> CreateOnceAsync(IReadOnlyList<TakeItem> items, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var left = await LeftOutAsync(items, cancellationToken).ConfigureAwait(false);
            do await journal.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            while (await journal.RenewAsync(items.Select(i => i.Volume), cancellationToken).ConfigureAwait(false));
            var asked = session.AwsClock.GetUtcNow();
            try
            {
                return await SendAsync(items, left, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonServiceException e) when (attempt < Attempts && AwsErrorTranslation.IsThrottle(e.ErrorCode))
            {
                // A throttle is an answer: nothing was created.
                var pause = e.ErrorCode == "SnapshotCreationPerVolumeRateExceeded" ? PerVolumePause : TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
                await Clocks.DelayAsync(session.Clock, pause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && AwsErrorTranslation.IsAmbiguous(e))
            {
                var made = await LookAfterAsync(e, asked, items, cancellationToken).ConfigureAwait(false);
                if (made.Count > 0) return made;
                if (attempt >= Attempts / 2) throw;
            }
        }
    }

    private async Task<IReadOnlyList<SnapshotRecord>> SendAsync(IReadOnlyList<TakeItem> items, IReadOnlyList<(VolumeId VolumeId, bool IsBoot)> left, CancellationToken cancellationToken)
    {
        var ec2 = session.EC2WithoutRetries(plan.Region);
        var volume = items[0].Volume;
        if (volume.BackupSet is not { } instance)
        {
            var single = await ec2.CreateSnapshotAsync(
                new CreateSnapshotRequest
                {
                    VolumeId = volume.VolumeId.Value,
                    Description = journal.DescriptionOf(volume),
                    TagSpecifications = [Tagged(journal.TagsFor(volume))],
                },
                cancellationToken).ConfigureAwait(false);
            var record = SnapshotRecords.FromEc2(single.Snapshot, plan.AccountId, plan.Region);
            return [SnapshotRecords.WithTags(record, SnapshotTags.ToDictionary(journal.TagsFor(volume)))];
        }

        // The call tags all snapshots of a set alike, so each one's volume tag follows; until then nothing may delete it.
        var common = journal.TagsFor(volume with { Tags = new Dictionary<string, string>() }).Where(tag => tag.Key != OwnershipTags.VolumeKey).ToList();
        string[] leftData = [.. left.Where(a => !a.IsBoot).Select(a => a.VolumeId.Value)];
        var set = await ec2.CreateSnapshotsAsync(
            new CreateSnapshotsRequest
            {
                InstanceSpecification = new InstanceSpecification
                {
                    InstanceId = instance.Value,
                    ExcludeBootVolume = left.Any(a => a.IsBoot) ? true : null,
                    ExcludeDataVolumeIds = leftData.Length > 0 ? [.. leftData] : null,
                },
                Description = journal.DescriptionOf(volume),
                TagSpecifications = [Tagged(common)],
            },
            cancellationToken).ConfigureAwait(false);
        return [.. (set.Snapshots ?? []).Select(s => SnapshotRecords.FromSet(s, plan.AccountId, plan.Region))];
    }

    /// <summary>What is attached to a set's instance and is not to be taken.</summary>
    private async Task<IReadOnlyList<(VolumeId VolumeId, bool IsBoot)>> LeftOutAsync(IReadOnlyList<TakeItem> items, CancellationToken cancellationToken)
    {
        if (items[0].Volume.BackupSet is not { } instance) return [];
        var attached = await new VolumeFinder(session.EC2(plan.Region)).AttachedAsync(instance, cancellationToken).ConfigureAwait(false);
        return [.. attached.Where(a => items.All(i => i.Volume.VolumeId != a.VolumeId))];
    }

    private async Task<TakeResult> RecordAsync(TakeItem item, SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        try
        {
            var record = SnapshotRecords.WithVolume(await journal.CompleteTagsAsync(item.Volume, snapshot, cancellationToken).ConfigureAwait(false), item.Volume);
            await journal.RecordAsync(record, cancellationToken).ConfigureAwait(false);
            return new TakeResult(item.Volume.VolumeId, item.Action, record, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new TakeResult(item.Volume.VolumeId, item.Action, snapshot, EbsBackupError.From(e, "s3:PutObject", snapshot.SnapshotId.Value));
        }
    }

    // A look that fails leaves the first failure's question open: its intent stays for the next run.
    private async Task<IReadOnlyList<SnapshotRecord>> LookAfterAsync(
        Exception ambiguous, DateTimeOffset since, IReadOnlyList<TakeItem> items, CancellationToken cancellationToken)
    {
        try
        {
            return await LookUntilAgedAsync(since, items, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Capture(ambiguous).Throw();
            throw;
        }
    }

    /// <summary>The slot's snapshots of these volumes, sought until a snapshot asked for at the given instant must be visible.</summary>
    private async Task<IReadOnlyList<SnapshotRecord>> LookUntilAgedAsync(DateTimeOffset since, IReadOnlyList<TakeItem> items, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(2); ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, TimeSpan.FromSeconds(30).Ticks)))
        {
            var aged = session.AwsClock.GetUtcNow() - since >= TakeJournal.VisibilityDelay;
            var seen = await finder.AtSlotAsync(plan.Request.Policy, plan.Slot, cancellationToken).ConfigureAwait(false);
            var ours = TakePlanner.Plan(items.Select(i => i.Volume), seen).Where(i => i.Existing is not null).Select(i => i.Existing!).ToArray();
            if (ours.Length == items.Count || aged)
            {
                foreach (var failed in seen.Where(s => s.State == "error" && items.Any(i => i.Volume.VolumeId == s.VolumeId)))
                    await journal.FinishAsync(failed, cancellationToken).ConfigureAwait(false);
                return ours;
            }

            await journal.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            await Clocks.DelayAsync(session.Clock, pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TagSpecification Tagged(List<Tag> tags) => new() { ResourceType = ResourceType.Snapshot, Tags = tags };
}
