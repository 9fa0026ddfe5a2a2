using Amazon.Backup.Model;
using Amazon.EC2.Model;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Coverage;

/// <summary>Reads what there is, and what there are backups of, in one account and Region. What fails is in the facts.</summary>
internal sealed class RegionReader(AwsSession session, OrgAccount account, RegionName region, CoverageRules rules)
{
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
        return facts with { Protected = facts.Protected with { Items = await CheckAsync(facts, cancellationToken).ConfigureAwait(false) } };
    }

    private async Task<CoverageListing<T>> ListAsync<T>(string action, Func<CancellationToken, Task<IReadOnlyList<T>>> list, CancellationToken cancellationToken)
    {
        try
        {
            return new CoverageListing<T>(action, await list(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new CoverageListing<T>(action, [], EbsBackupError.From(e, action, $"{account.Id}/{region}"));
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

    /// <summary>
    /// AWS Backup goes on listing a resource whose recovery points have all expired. Of one that was not backed up lately,
    /// and is still there as far as can be seen, it is asked what is left.
    /// </summary>
    private async Task<IReadOnlyList<ProtectedFacts>> CheckAsync(CoverageFacts facts, CancellationToken cancellationToken)
    {
        var present = new HashSet<string>(facts.Volumes.Items.Select(v => v.Id).Concat(facts.Instances.Items.Select(i => i.Id)), StringComparer.Ordinal);
        var known = facts.Volumes.Error is null && facts.Instances.Error is null;
        var result = new List<ProtectedFacts>();
        foreach (var resource in facts.Protected.Items)
        {
            var gone = known && resource.Type is ProtectedFacts.Ebs or ProtectedFacts.Ec2 && !present.Contains(resource.Id);
            var fresh = resource.Time is { } time && rules.IsFresh(time);
            result.Add(gone || fresh ? resource : await NewestPointAsync(resource, cancellationToken).ConfigureAwait(false));
        }

        return result;
    }

    private async Task<ProtectedFacts> NewestPointAsync(ProtectedFacts resource, CancellationToken cancellationToken)
    {
        const string action = "backup:ListRecoveryPointsByResource";
        RecoveryPointByResource? newest = null;
        try
        {
            var request = new ListRecoveryPointsByResourceRequest { ResourceArn = resource.Arn, MaxResults = 1000 };
            do
            {
                var page = await session.Backup(region).ListRecoveryPointsByResourceAsync(request, cancellationToken).ConfigureAwait(false);
                // STOPPED and AVAILABLE are those of continuous backups: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByResource.html
                foreach (var point in page.RecoveryPoints ?? [])
                {
                    if (point.Status?.Value is "COMPLETED" or "AVAILABLE" or "STOPPED" && (newest is null || newest.CreationDate < point.CreationDate)) newest = point;
                }

                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
            return resource with { Time = Utc(newest?.CreationDate), RecoveryPointArn = newest?.RecoveryPointArn };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return resource with { Time = null, RecoveryPointArn = null, Error = EbsBackupError.From(e, action, resource.Arn) };
        }
    }

    private static DateTimeOffset? Utc(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime()) : null;
}
