using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Snapshots;
using EbsBackup.Tests.Retention;

namespace EbsBackup.Simulation;

/// <summary>Holds each effect and each result against the invariants, by what AWS itself knows at that instant.</summary>
internal sealed class InvariantChecker(World world)
{
    // A Date header has whole seconds.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1);

    private readonly Dictionary<(int Run, string Volume), (int Had, int Lost)> _losses = [];
    private readonly List<(CheckedRun Run, Snapshot Snapshot)> _made = [];
    private readonly List<(CheckedRun Run, Snapshot Snapshot)> _deleted = [];
    private RetentionRules? _lastRules;

    public List<string> Violations { get; } = [];

    public void Violated(CheckedRun? run, string what) => Violations.Add($"{world.Now:u} {(run is null ? "at the end" : $"run {run.Number}")}: {what}");

    /// <summary>A snapshot has just been deleted: was it one that may go?</summary>
    public void Deleted(CheckedRun run, Snapshot snapshot)
    {
        _deleted.Add((run, snapshot));
        if (!World.IsOwned(snapshot))
        {
            Violated(run, $"foreign snapshot {snapshot.Id} was deleted");
            return;
        }

        var volume = snapshot.Tags["ebs-backup:volume"]!;
        var siblings = world.Owned().Where(s => s.Tags["ebs-backup:volume"] == volume).ToList();
        var completed = siblings.Where(s => s.State(world.Now) == "completed").ToList();
        var was = snapshot.State(world.Now);
        if (was == "completed" && !completed.Exists(s => s.StartTime >= snapshot.StartTime && s.StartTime <= run.OwnNow))
            Violated(run, $"{snapshot.Id}, the newest completed backup of {volume}, was deleted");
        if (was == "pending") Violated(run, $"pending {snapshot.Id} was deleted");
        if (run.Skew.Duration() > LargestSkew) Violated(run, $"{snapshot.Id} was deleted by a run whose clock is off by {run.Skew}");
        if (!run.ListingComplete) Violated(run, $"{snapshot.Id} was deleted after a listing that broke off");
        if (run.Rules.IsEmpty) Violated(run, $"{snapshot.Id} was deleted under empty rules");

        var mine = world.Candidate(snapshot);
        var guards = new RetentionGuards(true, TimeSpan.Zero, AcceptLargeDeletion: true);
        var verdict = RetentionByDefinition.Plan([.. siblings.Select(world.Candidate), mine], run.Rules, run.OwnNow, guards).Single(d => ReferenceEquals(d.Snapshot, mine));
        if (verdict.Action == RetentionAction.Keep) Violated(run, $"kept snapshot {snapshot.Id} was deleted: {verdict.Why}");

        if (was != "completed") return;
        var (had, lost) = _losses.GetValueOrDefault((run.Number, volume), (completed.Count + 1, 0));
        _losses[(run.Number, volume)] = (had, ++lost);
        if (lost * 2 > had && !run.AcceptLargeDeletion && _lastRules is { } last && last != run.Rules)
            Violated(run, $"{lost} of {had} backups of {volume} were deleted although the rules had changed and nobody had agreed");
    }

    /// <summary>A snapshot has just been created: is it the only one of its slot?</summary>
    public void Created(CheckedRun run, Snapshot made)
    {
        _made.Add((run, made));
        var twins = world.Ec2.Snapshots.Where(s => s != made && s.VolumeId == made.VolumeId
            && s.Tags["ebs-backup:policy"] == World.Policy && s.Tags["ebs-backup:slot"] == made.Tags["ebs-backup:slot"] && s.State(world.Now) != "error");
        foreach (var twin in twins) Violated(run, $"{made.Id} is a second backup of {made.VolumeId} at {made.Tags["ebs-backup:slot"]}, beside {twin.Id}");
    }

    /// <summary>A record has just been dropped: is its snapshot gone?</summary>
    public void RecordDropped(CheckedRun run, string snapshot)
    {
        if (world.Ec2.Snapshots.Find(snapshot) is not null) Violated(run, $"the record of {snapshot} was dropped, and the snapshot exists");
    }

    /// <summary>The policy's state has just been written: only a run that succeeded may do that.</summary>
    public void RulesRemembered(CheckedRun run)
    {
        if (run.Expired.Exists(r => r.Error is not null)) Violated(run, "rules were remembered by a run that had failures");
        _lastRules = run.Rules;
    }

    /// <summary>Tags are about to be set: is the snapshot ours, or of the original program?</summary>
    public void Tagging(CheckedRun run, Snapshot snapshot)
    {
        if (!World.IsOwned(snapshot) && !_made.Exists(m => m.Snapshot == snapshot) && !world.Originals.Contains(snapshot.Id)) Violated(run, $"foreign snapshot {snapshot.Id} was tagged");
    }

    public IReadOnlyList<string> VolumesToTake() =>
        [.. world.Single, .. world.Instances.SelectMany(world.Ec2.VolumesOf).Select(v => v.Id)];

    public void Took(CheckedRun run, TakeResult result)
    {
        if (result.Error is not null) return;
        if (result.Snapshot is not { } claimed)
        {
            Violated(run, $"success without a snapshot for {result.VolumeId}");
            return;
        }

        var id = claimed.SnapshotId.Value;
        if (world.Ec2.Snapshots.Find(id) is not { } snapshot) Violated(run, $"{id} is claimed and does not exist");
        else if (!World.IsOwned(snapshot)) Violated(run, $"{id} is claimed and lacks ownership tags");
        else if (snapshot.VolumeId != result.VolumeId?.Value || snapshot.Tags["ebs-backup:slot"] != run.Slot.ToString()) Violated(run, $"{id} is claimed for another volume or slot");
        else if (!world.HasObject(World.RecordKey(snapshot.VolumeId, id))) Violated(run, $"{id} is claimed and has no record");
        else if (claimed.State == "error" || ((run.Wait || claimed.State == "completed") && snapshot.State(world.Now) != "completed"))
            Violated(run, $"{id} is claimed as a backup and is {snapshot.State(world.Now)}");
    }

    public void TakingEnded(CheckedRun run, IReadOnlyList<string> expected)
    {
        foreach (var volume in expected)
        {
            if (!run.Taken.Exists(r => r.VolumeId?.Value == volume || r.Error?.TargetId == volume)) Violated(run, $"nothing was said of {volume}");
        }

        foreach (var (_, made) in _made.Where(m => m.Run == run))
        {
            // One that has failed and was made anew at once is known by its record.
            if (made.State(world.Now) != "error" && !run.Taken.Exists(r => r.VolumeId?.Value == made.VolumeId && (r.Error is not null || r.Snapshot?.SnapshotId.Value == made.Id)))
                Violated(run, $"{made.Id} was created and nobody was told");
        }
    }

    public Judgement SnapshotsToJudge(CheckedRun run)
    {
        var visible = world.Owned().Where(s => s.VisibleAt <= world.Now).Select(s => (Snapshot: s, Candidate: world.Candidate(s))).ToList();
        var plan = RetentionByDefinition.Plan([.. visible.Select(v => v.Candidate)], run.Rules, run.OwnNow, new RetentionGuards(true, run.Skew, AcceptLargeDeletion: true))
            .ToDictionary(d => d.Snapshot.SnapshotId, d => d.Action);
        return new Judgement([.. visible.Select(v => (v.Snapshot, plan[v.Candidate.SnapshotId] == RetentionAction.Delete))], _lastRules);
    }

    public void Judged(CheckedRun run, RetentionResult result)
    {
        if (result is { Action: RetentionAction.Delete, Error: null } && world.Ec2.Snapshots.Find(result.SnapshotId.Value) is not null)
            Violated(run, $"{result.SnapshotId} is claimed to be deleted and exists");
    }

    public void ExpiringEnded(CheckedRun run, Judgement expected)
    {
        // Which of the new rules' deletions are too many depends on the instant: then none is due.
        var waits = !run.AcceptLargeDeletion && new[] { expected.LastRules, _lastRules }.Any(last => last is not null && last != run.Rules);
        foreach (var (snapshot, goes) in expected.Snapshots)
        {
            var exists = world.Ec2.Snapshots.Find(snapshot.Id) is not null;
            if (!run.Expired.Exists(r => r.SnapshotId.Value == snapshot.Id) && exists) Violated(run, $"nothing was said of {snapshot.Id}");
            if (goes && !waits && exists && !IsProtected(snapshot) && !run.Expired.Exists(r => r.SnapshotId.Value == snapshot.Id && r.Error is not null))
                Violated(run, $"{snapshot.Id} has expired, was not deleted and no failure was reported");
        }

        foreach (var (_, gone) in _deleted.Where(d => d.Run == run))
        {
            if (!run.Expired.Exists(r => r.SnapshotId.Value == gone.Id && (r.Action == RetentionAction.Delete || r.Error is not null)))
                Violated(run, $"{gone.Id} was deleted and nobody was told");
        }
    }

    public void Repaired(CheckedRun run, CatalogRepairResult result)
    {
        if (result is not { Error: null, Decision: { SnapshotId: { } id } decision }) return;
        var writes = decision.Action is CatalogRepairAction.Create or CatalogRepairAction.Refresh or CatalogRepairAction.Adopt;
        if (writes && world.Ec2.Snapshots.Find(id.Value) is not null && !world.HasObject(decision.Key)) Violated(run, $"{decision.Key} is claimed to be written and is not there");
        if (decision.Action == CatalogRepairAction.Drop && world.Ec2.Snapshots.Find(id.Value) is not null) Violated(run, $"{decision.Key} is claimed to be without a snapshot, and {id} exists");
    }

    public void RepairingEnded(CheckedRun run, CatalogRepairPlan plan, IReadOnlyList<CatalogRepairResult> results)
    {
        foreach (var decision in plan.Decisions.Where(d => results.Count(r => ReferenceEquals(r.Decision, d)) != 1)) Violated(run, $"not one result for {decision.Action} {decision.Key}");
    }

    /// <summary>After a repair in which nothing went wrong: records equal snapshots.</summary>
    public void FinishRepair(CheckedRun clean, IReadOnlyList<EbsBackupError?> errors)
    {
        foreach (var error in errors.OfType<EbsBackupError>()) Violated(clean, $"the clean repair failed: {error.Message}");
        foreach (var snapshot in world.Owned())
        {
            var state = snapshot.State(world.Now);
            if (world.Text(World.RecordKey(snapshot.Tags["ebs-backup:volume"]!, snapshot.Id)) is not { } record) continue;
            var recorded = System.Text.Json.Nodes.JsonNode.Parse(record)!["state"]!.GetValue<string>();
            if (recorded != state) Violated(clean, $"the record of {snapshot.Id} says that it is {recorded}, and it is {state}");
        }
    }

    /// <summary>After the last run, in which nothing went wrong.</summary>
    public void Finish(CheckedRun clean)
    {
        if (!clean.Ended) Violated(clean, "the clean run did not end");
        foreach (var error in new[] { clean.TakeError, clean.ExpireError }.Concat(clean.Taken.Select(r => r.Error)).Concat(clean.Expired.Select(r => r.Error)).OfType<EbsBackupError>())
        {
            if (error.Id != "SnapshotFailed") Violated(clean, $"the clean run failed: {error.Message}");
        }

        var keys = world.Keys("snapshots/");
        var records = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var planted in world.Planted.Where(k => !records.Contains(k))) Violated(null, $"{planted}, which is nobody's business, is gone");
        foreach (var snapshot in world.Owned())
        {
            if (!records.Contains(World.RecordKey(snapshot.Tags["ebs-backup:volume"]!, snapshot.Id))) Violated(null, $"{snapshot.Id} ({snapshot.Tags["ebs-backup:run"]}) has no record");
        }

        foreach (var original in world.Originals)
        {
            if (world.Ec2.Snapshots.Find(original) is { } left && !World.IsOwned(left) && !records.Contains(World.OriginalKey(original))) Violated(null, $"the original record of {original} is gone");
        }

        foreach (var (run, made) in _made)
        {
            if (world.Ec2.Snapshots.Find(made.Id) is not null && !World.IsOwned(made)) Violated(null, $"{made.Id} of run {run.Number} was left without ownership tags");
        }

        foreach (var key in keys.Where(k => k.StartsWith($"snapshots/{World.Account}/", StringComparison.Ordinal)))
        {
            var id = key.Split('/')[^1].Replace(".json", "", StringComparison.Ordinal);
            if (world.Ec2.Snapshots.Find(id) is null) Violated(null, $"{key} is a record without a snapshot");
        }

        foreach (var key in keys.Where(k => k.StartsWith("snapshots/_deletions/", StringComparison.Ordinal))) Violated(null, $"{key} was left");
        foreach (var key in keys.Where(k => k.StartsWith("snapshots/_intents/", StringComparison.Ordinal) && !k.EndsWith(clean.Slot.KeyText + ".json", StringComparison.Ordinal)))
            Violated(null, $"{key} was left");
    }

    /// <summary>What retention should say something of, and which of it should go, whatever the rules of the last successful run.</summary>
    public sealed record Judgement(IReadOnlyList<(Snapshot Snapshot, bool Goes)> Snapshots, RetentionRules? LastRules);

    private bool IsProtected(Snapshot s) =>
        world.Ec2.ImagesOf(s.Id).Count > 0 || s.Lock?.Holds(world.Now) == true || world.Ec2.FastRestores.Keys.Any(k => k.SnapshotId == s.Id);
}
