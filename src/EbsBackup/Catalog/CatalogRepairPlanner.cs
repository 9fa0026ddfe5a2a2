using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>Decides how records and snapshots come in step again. Tags are the truth; a record is never dropped for want of a listing. Pure.</summary>
internal sealed class CatalogRepairPlanner
{
    private readonly CatalogEvidence _evidence;
    private readonly CatalogKeys _keys;
    private readonly PolicyName _adoptPolicy;
    private readonly string _run;
    private readonly List<CatalogRepairDecision> _decisions = [];

    private CatalogRepairPlanner(CatalogEvidence evidence, CatalogKeys keys, PolicyName adoptPolicy, string run) =>
        (_evidence, _keys, _adoptPolicy, _run) = (evidence, keys, adoptPolicy, run);

    /// <param name="run">Names, in the tags of what is adopted, who adopted it.</param>
    public static IReadOnlyList<CatalogRepairDecision> Plan(CatalogEvidence evidence, CatalogKeys keys, PolicyName adoptPolicy, string run)
    {
        var planner = new CatalogRepairPlanner(evidence, keys, adoptPolicy, run);
        var originals = evidence.Records.Where(r => r.IsOriginal).ToDictionary(r => r.SnapshotId);
        var recorded = new HashSet<SnapshotId>();
        foreach (var record in evidence.Records.Where(r => !r.IsOriginal).OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            if (planner.Judge(record, originals.TryGetValue(record.SnapshotId, out var original) ? original : null)) recorded.Add(record.SnapshotId);
        }

        foreach (var snapshot in evidence.Snapshots.Values.Where(s => !recorded.Contains(s.SnapshotId)).OrderBy(s => s.SnapshotId.Value, StringComparer.Ordinal))
        {
            planner.JudgeUnrecorded(snapshot, originals.TryGetValue(snapshot.SnapshotId, out var original) ? original : null);
        }

        foreach (var original in originals.Values.Where(o => !evidence.Snapshots.ContainsKey(o.SnapshotId)).OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            planner.Add(CatalogRepairAction.Skip, original, null, SR.Repair_OriginalElsewhere);
        }

        foreach (var intent in evidence.Intents) planner.Judge(intent);
        foreach (var mark in evidence.Marks) planner.Judge(mark);
        return planner._decisions;
    }

    /// <summary>True when it is its snapshot's record, in order or not.</summary>
    private bool Judge(FoundRecord found, FoundRecord? original)
    {
        var mark = _evidence.Marks.FirstOrDefault(m => m.Records.ContainsKey(found.SnapshotId));
        var policy = found.Record?.Policy ?? mark?.Policy;
        if (!_evidence.Snapshots.TryGetValue(found.SnapshotId, out var snapshot))
        {
            // A record may be written just before its snapshot shows. A mark says that deleting had begun.
            var aged = mark is not null || (found.Written is { } written && _evidence.Now - written > DeletionJournal.CertainAfter);
            if (_evidence.Gone.Contains(found.SnapshotId) && aged) Add(CatalogRepairAction.Drop, found, mark?.Policy ?? policy, SR.Repair_Gone);
            else Add(CatalogRepairAction.Skip, found, policy, SR.Repair_NotCertain);
            return true;
        }

        var key = KeyOf(snapshot);
        if (key != found.Key)
        {
            Add(CatalogRepairAction.Skip, found, policy, SR.Repair_OtherPlace);
            return false;
        }

        var tags = Missing(snapshot);
        var truth = SnapshotRecords.WithTags(snapshot, With(snapshot.Tags, tags));
        var matches = found.Record is { } known && known.SnapshotId == truth.SnapshotId && known.VolumeId == truth.VolumeId;
        var record = matches ? Refreshed(found.Record!, truth) : truth;
        var reason = !matches ? SR.Repair_NoRecordInIt : tags.Count > 0 ? SR.Repair_TagMissing : Stale(found.Record!, truth);
        if (reason is null && original is null) return true;
        _decisions.Add(new CatalogRepairDecision(
            original is null ? CatalogRepairAction.Refresh : CatalogRepairAction.Adopt, key, snapshot.SnapshotId, snapshot.VolumeId, record.Policy ?? policy, reason ?? SR.Repair_Original)
        {
            Record = record,
            ETag = found.ETag,
            Tags = tags,
            Replaces = original?.Key,
        });
        return true;
    }

    private void JudgeUnrecorded(SnapshotRecord snapshot, FoundRecord? original)
    {
        var tags = snapshot.Policy is null && original is not null ? Adopting(snapshot, original) : Missing(snapshot);
        var all = With(snapshot.Tags, tags);
        if (OwnershipTags.Read(all) is not { } ownership)
        {
            // Snapshots that neither a tag nor a record of the original program makes ours were named by a misplaced record alone.
            var reason = original is not null && snapshot.Policy is null ? SR.Repair_OriginalDiffers : SR.Repair_TagsIncomplete;
            if (original is not null || snapshot.Policy is not null) _decisions.Add(new(CatalogRepairAction.Skip, original?.Key ?? KeyOf(snapshot), snapshot.SnapshotId, snapshot.VolumeId, snapshot.Policy, reason));
            return;
        }

        _decisions.Add(new CatalogRepairDecision(
            original is null ? CatalogRepairAction.Create : CatalogRepairAction.Adopt,
            KeyOf(snapshot),
            snapshot.SnapshotId,
            snapshot.VolumeId,
            ownership.Policy,
            original is null ? SR.Repair_NoRecord : SR.Repair_Original)
        {
            Record = SnapshotRecords.WithTags(snapshot, all),
            Tags = tags,
            Replaces = original?.Key,
        });
    }

    private void Judge(FoundIntent intent)
    {
        SnapshotId[] made = [.. _evidence.Snapshots.Values.Where(s => s.Policy == intent.Policy && s.Slot == intent.Slot && s.VolumeId == intent.Volume).Select(s => s.SnapshotId)];
        var aged = _evidence.Now - intent.Since >= TakeJournal.VisibilityDelay;
        var (action, reason) = made.Length > 0 ? (CatalogRepairAction.Finish, SR.Repair_IntentDone)
            : aged ? (CatalogRepairAction.Finish, SR.Repair_IntentCameToNothing)
            : (CatalogRepairAction.Skip, SR.Repair_IntentYoung);
        _decisions.Add(new(action, intent.Key, made.Length > 0 ? made[0] : null, intent.Volume, intent.Policy, reason)
        {
            ETag = intent.ETag,
            After = [.. _decisions.Where(d => d.Action != CatalogRepairAction.Skip && d.SnapshotId is { } id && made.Contains(id)).Select(d => d.Key)],
        });
    }

    private void Judge(FoundMark mark)
    {
        var unknown = mark.Records.Keys.Any(id => !_evidence.Gone.Contains(id) && !_evidence.Snapshots.ContainsKey(id));
        _decisions.Add(new(unknown ? CatalogRepairAction.Skip : CatalogRepairAction.Finish, mark.Key, null, null, mark.Policy, unknown ? SR.Repair_NotCertain : SR.Repair_MarkDone)
        {
            After = [.. _decisions.Where(d => d.Action == CatalogRepairAction.Drop && d.SnapshotId is { } id && mark.Records.ContainsKey(id)).Select(d => d.Key)],
        });
    }

    /// <summary>A set's snapshot whose run was killed before its own volume tag was written.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> Missing(SnapshotRecord snapshot) =>
        snapshot is { Policy: not null, Slot: not null, Run: not null, BackupSet: not null } && snapshot.Tags?.ContainsKey(OwnershipTags.VolumeKey) != true
            ? [new(OwnershipTags.VolumeKey, snapshot.VolumeId.Value)]
            : [];

    /// <summary>The tags that make an original backup ours; none when its record tells of another volume.</summary>
    private IReadOnlyList<KeyValuePair<string, string>> Adopting(SnapshotRecord snapshot, FoundRecord original) =>
        original.Record is { } record && record.VolumeId == snapshot.VolumeId && snapshot.StartTime is { } time
            ? [.. new OwnershipTags(_adoptPolicy, new Slot(time), snapshot.VolumeId, _run).ToTags()]
            : [];

    // What the volume was like when it was frozen only the record knows.
    private static SnapshotRecord Refreshed(SnapshotRecord record, SnapshotRecord truth) => truth with
    {
        VolumeType = record.VolumeType,
        Iops = record.Iops,
        Throughput = record.Throughput,
        AvailabilityZone = record.AvailabilityZone,
        InstanceId = record.InstanceId,
        Device = record.Device,
        KmsKeyId = truth.KmsKeyId ?? record.KmsKeyId,
    };

    private static string? Stale(SnapshotRecord record, SnapshotRecord truth) =>
        record.State != truth.State || record.CompletionTime != truth.CompletionTime ? EbsBackupError.Format(SR.Repair_StateChanged, record.State, truth.State)
        : record.AccountId != truth.AccountId || record.Region != truth.Region || !SameTags(record.Tags, truth.Tags) ? SR.Repair_TagsChanged
        : null;

    private static bool SameTags(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0) && (left ?? With(null, [])).All(tag => right!.TryGetValue(tag.Key, out var value) && value == tag.Value);

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? tags, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags ?? all) all[tag.Key] = tag.Value;
        foreach (var tag in more) all[tag.Key] = tag.Value;
        return all;
    }

    private void Add(CatalogRepairAction action, FoundRecord found, PolicyName? policy, string reason) =>
        _decisions.Add(new(action, found.Key, found.SnapshotId, found.Record?.VolumeId, policy, reason));

    private string KeyOf(SnapshotRecord snapshot) => _keys.Record(_evidence.AccountId, _evidence.Region, snapshot.VolumeId, snapshot.SnapshotId);
}
