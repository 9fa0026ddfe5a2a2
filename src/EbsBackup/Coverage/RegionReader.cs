using Amazon.Backup.Model;
using Amazon.EC2.Model;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Coverage;

/// <summary>Reads what there is, and what there are backups of, in one account and Region. What fails is in the facts.</summary>
/// <param name="run">Closed by what makes every further call useless, in any account.</param>
internal sealed class RegionReader(FleetPlace place, FleetAccount account, CoverageRules rules, FailureGate run)
{
    private readonly AwsSession session = place.Session;
    private readonly RegionName region = place.Region;

    public async Task<CoverageFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var volumes = ListAsync("ec2:DescribeVolumes", VolumesAsync, cancellationToken);
        var instances = ListAsync("ec2:DescribeInstances", InstancesAsync, cancellationToken);
        var snapshots = ListAsync("ec2:DescribeSnapshots", SnapshotsAsync, cancellationToken);
        var resources = ListAsync("backup:ListProtectedResources", ResourcesAsync, cancellationToken);
        var facts = new CoverageFacts
        {
            Account = account,
            Region = region.Value,
            Volumes = await volumes.ConfigureAwait(false),
            Instances = await instances.ConfigureAwait(false),
            Snapshots = await snapshots.ConfigureAwait(false),
            Protected = await resources.ConfigureAwait(false),
        };
        var points = new RecoveryPointReader(session.Backup(region), rules);
        return facts with { Protected = facts.Protected with { Items = await points.CheckAsync(Present(facts), cancellationToken).ConfigureAwait(false) } };
    }

    private async Task<CoverageListing<T>> ListAsync<T>(string action, Func<CancellationToken, Task<IReadOnlyList<T>>> list, CancellationToken cancellationToken)
    {
        var target = $"{account.Id}/{region}";
        if (run.Cause is { } cause) return new CoverageListing<T>(action, [], EbsBackupError.NotAttempted(target, cause));
        try
        {
            return new CoverageListing<T>(action, await list(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One refused listing says nothing of the others: each may still show what is covered.
            var error = EbsBackupError.From(e, action, target);
            if (error.Response == FailureResponse.StopRun) run.Saw(error);
            return new CoverageListing<T>(action, [], error);
        }
    }

    private async Task<IReadOnlyList<VolumeFacts>> VolumesAsync(CancellationToken cancellationToken)
    {
        var found = new List<VolumeFacts>();
        var request = new DescribeVolumesRequest { MaxResults = 1000 };
        do
        {
            var page = await session.EC2(region).DescribeVolumesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var volume in page.Volumes ?? [])
            {
                if (volume.State?.Value is "deleting" or "deleted") continue;
                var attachments = (volume.Attachments ?? []).Where(a => a.InstanceId is not null).Select(a => new AttachmentFacts(a.InstanceId, Utc(a.AttachTime)));
                found.Add(new VolumeFacts(volume.VolumeId, SnapshotTags.ToDictionary(volume.Tags), [.. attachments]));
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return found;
    }

    private async Task<IReadOnlyList<InstanceFacts>> InstancesAsync(CancellationToken cancellationToken)
    {
        var found = new List<InstanceFacts>();
        var request = new DescribeInstancesRequest { MaxResults = 1000 };
        do
        {
            var page = await session.EC2(region).DescribeInstancesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var instance in (page.Reservations ?? []).SelectMany(r => r.Instances ?? []))
            {
                if (instance.State?.Name?.Value is "terminated" or "shutting-down") continue;
                var volumes = (instance.BlockDeviceMappings ?? []).Select(m => m.Ebs?.VolumeId).OfType<string>();
                found.Add(new InstanceFacts(instance.InstanceId, SnapshotTags.ToDictionary(instance.Tags), [.. volumes]));
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return found;
    }

    private async Task<IReadOnlyList<OwnBackup>> SnapshotsAsync(CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, OwnBackup>(StringComparer.Ordinal);
        await foreach (var snapshot in new SnapshotFinder(session.EC2(region), account.Id, region).OfPolicyAsync(null, [], cancellationToken).ConfigureAwait(false))
        {
            if (snapshot is not { State: "completed", StartTime: { } time, Tags: { } tags } || OwnershipTags.Read(tags) is not { } ownership) continue;
            var volume = ownership.Volume.Value;
            if (!newest.TryGetValue(volume, out var known) || known.Time < time) newest[volume] = new OwnBackup(volume, snapshot.SnapshotId.Value, time);
        }

        return [.. newest.Values];
    }

    private async Task<IReadOnlyList<ProtectedFacts>> ResourcesAsync(CancellationToken cancellationToken)
    {
        var found = new List<ProtectedFacts>();
        var request = new ListProtectedResourcesRequest { MaxResults = 1000 };
        do
        {
            var page = await session.Backup(region).ListProtectedResourcesAsync(request, cancellationToken).ConfigureAwait(false);
            found.AddRange((page.Results ?? []).Select(r => new ProtectedFacts(r.ResourceArn, r.ResourceType, r.ResourceName, Utc(r.LastBackupTime), r.LastRecoveryPointArn)));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return found;
    }

    /// <summary>What is wanted and still there, as far as can be seen: nothing hangs on the backups of an instance that is gone.</summary>
    private IReadOnlyList<ProtectedFacts> Present(CoverageFacts facts)
    {
        var known = facts.Volumes.Error is null && facts.Instances.Error is null;
        var present = new HashSet<string>(facts.Volumes.Items.Select(v => v.Id).Concat(facts.Instances.Items.Select(i => i.Id)), StringComparer.Ordinal);
        return [.. facts.Protected.Items.Where(resource => resource.IsOfEc2 ? !known || present.Contains(resource.Id) : rules.Wants(resource.Type))];
    }

    private static DateTimeOffset? Utc(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime()) : null;
}
