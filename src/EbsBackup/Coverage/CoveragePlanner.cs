using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>
/// Judges what was read. A resource is covered only on evidence; where there is none and something that might have been
/// evidence could not be read, it is unknown.
/// </summary>
internal sealed class CoveragePlanner
{
    private const string AwsBackup = "AWS Backup";
    private const string EbsBackup = "EbsBackup";
    private static readonly Dictionary<string, string> NoTags = [];

    private readonly CoverageFacts _facts;
    private readonly CoverageRules _rules;
    private readonly Dictionary<string, VolumeFacts> _volumes;
    private readonly Dictionary<string, InstanceFacts> _instances;
    private readonly ILookup<string, string> _attached;
    private readonly Dictionary<string, ProtectedFacts> _protectedVolumes;
    private readonly Dictionary<string, ProtectedFacts> _protectedInstances;
    private readonly Dictionary<string, OwnBackup> _own;

    private CoveragePlanner(CoverageFacts facts, CoverageRules rules)
    {
        (_facts, _rules) = (facts, rules);
        _volumes = Index(facts.Volumes.Items, v => v.Id);
        _instances = Index(facts.Instances.Items, i => i.Id);
        _attached = facts.Volumes.Items.SelectMany(v => v.Attachments, (v, a) => (Instance: a.InstanceId, Volume: v.Id)).ToLookup(pair => pair.Instance, pair => pair.Volume);
        _protectedVolumes = Index(facts.Protected.Items.Where(p => p.Type == ProtectedFacts.Ebs), p => p.Id);
        _protectedInstances = Index(facts.Protected.Items.Where(p => p.Type == ProtectedFacts.Ec2), p => p.Id);
        _own = Index(facts.Snapshots.Items, s => s.VolumeId);
    }

    /// <summary>Every wanted resource once, and everything that could not be listed once.</summary>
    public static IReadOnlyList<ResourceCoverage> Judge(CoverageFacts facts, CoverageRules rules)
    {
        if (facts is { Volumes.Error: { } error, Instances.Error: not null, Protected.Error: not null, Snapshots.Error: not null })
            return [Unread(facts.Account, facts.Region, "All", facts.Volumes.Action, error.Message)];
        var planner = new CoveragePlanner(facts, rules);
        return
        [
            .. rules.Wants(ProtectedFacts.Ebs) ? facts.Volumes.Items.Select(v => planner.Volume(v.Id)) : [],
            .. rules.Wants(ProtectedFacts.Ec2) ? facts.Instances.Items.Select(planner.Instance) : [],
            .. facts.Protected.Items.Where(p => !p.IsOfEc2 && rules.Wants(p.Type)).Select(planner.Other),
            .. planner.Unlisted(facts.Volumes, ProtectedFacts.Ebs),
            .. planner.Unlisted(facts.Instances, ProtectedFacts.Ec2),
            .. planner.Unlisted(facts.Protected, AwsBackup),
        ];
    }

    /// <summary>What stands for all that an action would have listed.</summary>
    public static ResourceCoverage Unread(FleetAccount account, string region, string resourceType, string action, string reason) => new()
    {
        Status = CoverageStatus.Unknown,
        AccountId = account.Id.Value,
        AccountName = account.Name,
        Region = region,
        ResourceType = resourceType,
        ResourceId = action,
        Reason = reason,
    };

    private IEnumerable<ResourceCoverage> Unlisted<T>(CoverageListing<T> listing, string resourceType) =>
        listing.Error is { } error && (resourceType == AwsBackup || _rules.Wants(resourceType)) ? [Unread(_facts.Account, _facts.Region, resourceType, listing.Action, error.Message)] : [];

    private ResourceCoverage Volume(string id)
    {
        var listed = _volumes.TryGetValue(id, out var volume);
        var attachments = volume?.Attachments ?? [];
        var recoveryPoints = attachments
            .Where(a => _protectedInstances.ContainsKey(a.InstanceId))
            .Select(a => (Point: _protectedInstances[a.InstanceId], a.Since))
            // A recovery point of an instance holds the volumes that it had then.
            .Where(a => a.Point.Time is null || a.Since <= a.Point.Time)
            .Select(a => a.Point);
        if (_protectedVolumes.TryGetValue(id, out var own)) recoveryPoints = recoveryPoints.Append(own);
        // An instance that could not be read may have opted its volumes out.
        var unread = _facts.Snapshots.Error ?? (attachments.Count > 0 ? _facts.Instances.Error : null) ?? (listed ? null : CoverageErrors.VolumeNotListed(id));
        return Resource(
            ProtectedFacts.Ebs, id, volume?.Tags ?? NoTags, [.. recoveryPoints], _own.TryGetValue(id, out var snapshot) ? snapshot : null, OptOut(volume), unread);
    }

    private string? OptOut(VolumeFacts? volume)
    {
        if (volume is null) return null;
        if (_rules.OptOut(volume.Tags) is { } tag) return EbsBackupError.Format(SR.Coverage_OptedOut, tag);
        string? reason = null;
        foreach (var attachment in volume.Attachments)
        {
            if (!_instances.TryGetValue(attachment.InstanceId, out var instance) || _rules.OptOut(instance.Tags) is not { } instanceTag) return null;
            reason = EbsBackupError.Format(SR.Coverage_InstanceOptedOut, instanceTag, instance.Id);
        }

        return reason;
    }

    private ResourceCoverage Instance(InstanceFacts instance)
    {
        _protectedInstances.TryGetValue(instance.Id, out var point);
        var whole = Resource(
            ProtectedFacts.Ec2, instance.Id, instance.Tags, point is null ? [] : [point], null,
            _rules.OptOut(instance.Tags) is { } tag ? EbsBackupError.Format(SR.Coverage_OptedOut, tag) : null, null);
        if (whole.Status == CoverageStatus.OptedOut) return whole;

        // Which volumes it has, since when and with which tags, only EC2's list of volumes tells.
        if (_facts.Volumes.Error is { } unlisted) return whole with { Status = CoverageStatus.Unknown, Newest = null, Age = null, Reason = unlisted.Message };

        var volumes = instance.VolumeIds.Union(_attached[instance.Id]).Select(Volume).ToList();
        if (volumes.Count == 0) return whole with { Reason = SR.Coverage_NoVolumes };

        var wanted = volumes.Where(v => v.Status != CoverageStatus.OptedOut).ToList();
        var newest = wanted.Count > 0 && wanted.TrueForAll(v => v.Newest is not null) ? wanted.Min(v => v.Newest) : null;
        var protectors = wanted.SelectMany(v => new[] { v.AwsBackupTime is null ? null : AwsBackup, v.EbsBackupTime is null ? null : EbsBackup });
        return whole with
        {
            Status = wanted.Count == 0 ? CoverageStatus.OptedOut : wanted.Min(v => v.Status),
            ProtectedBy = newest is null ? null : Names(protectors),
            Newest = newest,
            Age = _rules.AsOf - newest,
            EbsBackupTime = wanted.Count > 0 && wanted.TrueForAll(v => v.EbsBackupTime is not null) ? wanted.Min(v => v.EbsBackupTime) : null,
            Reason = Names(volumes.Where(v => v.Status != CoverageStatus.Covered).Select(v => $"{v.ResourceId} {Word(v.Status)}"), ", "),
        };
    }

    private ResourceCoverage Other(ProtectedFacts resource) => Resource(resource.Type, resource.Arn, NoTags, [resource], null, null, null) with { ResourceName = resource.Name };

    private ResourceCoverage Resource(
        string type, string id, IReadOnlyDictionary<string, string> tags, IReadOnlyList<ProtectedFacts> points, OwnBackup? own, string? optOut, EbsBackupError? unread)
    {
        var point = points.Where(p => p.Time is not null).OrderByDescending(p => p.Time).FirstOrDefault();
        var newest = point?.Time > own?.Time || own is null ? point?.Time : own.Time;
        unread ??= _facts.Protected.Error ?? points.FirstOrDefault(p => p.Error is not null)?.Error;
        var (status, reason) =
            optOut is not null ? (CoverageStatus.OptedOut, optOut)
            : newest is { } time && _rules.IsFresh(time) ? (CoverageStatus.Covered, null)
            : unread is not null ? (CoverageStatus.Unknown, unread.Message)
            : newest is not null ? (CoverageStatus.Stale, (string?)null)
            : (CoverageStatus.Unprotected, null);
        return new ResourceCoverage
        {
            Status = status,
            AccountId = _facts.Account.Id.Value,
            AccountName = _facts.Account.Name,
            Region = _facts.Region,
            ResourceType = type,
            ResourceId = id,
            ResourceName = tags.TryGetValue("Name", out var name) && name.Length > 0 ? name : null,
            ProtectedBy = Names([point is null ? null : AwsBackup, own is null ? null : EbsBackup]),
            Newest = newest,
            Age = _rules.AsOf - newest,
            AwsBackupTime = point?.Time,
            RecoveryPointArn = point?.RecoveryPointArn,
            EbsBackupTime = own?.Time,
            SnapshotId = own?.SnapshotId,
            Reason = reason,
        };
    }

    private static string Word(CoverageStatus status) => status switch
    {
        CoverageStatus.Unprotected => SR.Coverage_Unprotected,
        CoverageStatus.Unknown => SR.Coverage_Unknown,
        CoverageStatus.Stale => SR.Coverage_Stale,
        _ => SR.Coverage_VolumeOptedOut,
    };

    private static string? Names(IEnumerable<string?> names, string separator = " and ") =>
        string.Join(separator, names.Where(n => n is not null).Distinct().OrderBy(n => n, StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;

    private static Dictionary<string, T> Index<T>(IEnumerable<T> items, Func<T, string> key)
    {
        var index = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items) index[key(item)] = item;
        return index;
    }
}
