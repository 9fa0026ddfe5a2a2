using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using EbsBackup.Snapshots;

namespace EbsBackup.Selection;

/// <summary>Finds the volumes that a selector asks for, in one account and Region.</summary>
internal sealed class VolumeFinder(IAmazonEC2 ec2)
{
    // EC2 takes at most 200 values in a filter.
    private const int FilterValues = 200;

    public async Task<VolumeSelection> FindAsync(VolumeSelector selector, CancellationToken cancellationToken)
    {
        var found = new Dictionary<VolumeId, SelectedVolume>();
        var errors = new List<EbsBackupError>();
        await FindByInstanceAsync(selector.InstanceIds, found, errors, cancellationToken).ConfigureAwait(false);
        await FindByIdAsync(selector.VolumeIds, found, errors, cancellationToken).ConfigureAwait(false);
        if (selector.Tags.Count > 0) await FindByTagAsync(selector.Tags, found, errors, cancellationToken).ConfigureAwait(false);
        return new VolumeSelection([.. found.Values.OrderBy(v => v.VolumeId.Value, StringComparer.Ordinal)], errors);
    }

    private async Task FindByIdAsync(
        IReadOnlyList<VolumeId> ids, Dictionary<VolumeId, SelectedVolume> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        // By filter: one unknown id in VolumeIds would fail the call for all of them.
        foreach (var batch in Batches(ids.Distinct().Where(id => !found.ContainsKey(id))))
        {
            await foreach (var volume in DescribeAsync([new Filter("volume-id", [.. batch.Select(id => id.Value)])], cancellationToken).ConfigureAwait(false))
            {
                Add(found, Describe(volume, null, false));
            }

            errors.AddRange(batch.Where(id => !found.ContainsKey(id)).Select(id => EbsBackupError.UnknownVolume(id.Value)));
        }
    }

    private async Task FindByInstanceAsync(
        IReadOnlyList<InstanceId> ids, Dictionary<VolumeId, SelectedVolume> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches(ids.Distinct()))
        {
            var roots = await RootDevicesAsync(batch, cancellationToken).ConfigureAwait(false);
            errors.AddRange(batch.Where(id => !roots.ContainsKey(id)).Select(id => EbsBackupError.UnknownInstance(id.Value)));
            if (roots.Count == 0) continue;
            await foreach (var volume in DescribeAsync([new Filter("attachment.instance-id", [.. roots.Keys.Select(id => id.Value)])], cancellationToken).ConfigureAwait(false))
            {
                foreach (var attachment in volume.Attachments ?? [])
                {
                    if (!InstanceId.TryParse(attachment.InstanceId, out var instance) || !roots.TryGetValue(instance, out var root)) continue;
                    Add(found, Describe(volume, instance, attachment.Device == root));
                    break;
                }
            }

            errors.AddRange(roots.Keys.Where(id => found.Values.All(v => v.InstanceId != id)).Select(id => EbsBackupError.InstanceWithoutVolumes(id.Value)));
        }
    }

    private async Task FindByTagAsync(
        IReadOnlyDictionary<string, string> tags, Dictionary<VolumeId, SelectedVolume> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        var any = false;
        var filters = tags.Select(tag => new Filter("tag:" + tag.Key, [tag.Value])).ToList();
        await foreach (var volume in DescribeAsync(filters, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            Add(found, Describe(volume, null, false));
        }

        // A selection that has come to select nothing is how backups stop unnoticed.
        if (!any) errors.Add(EbsBackupError.NothingSelected(string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}"))));
    }

    private async Task<Dictionary<InstanceId, string>> RootDevicesAsync(IReadOnlyList<InstanceId> ids, CancellationToken cancellationToken)
    {
        var roots = new Dictionary<InstanceId, string>();
        var request = new DescribeInstancesRequest { Filters = [new Filter("instance-id", [.. ids.Select(id => id.Value)])] };
        do
        {
            var page = await Call(() => ec2.DescribeInstancesAsync(request, cancellationToken), "ec2:DescribeInstances", ids[0].Value, cancellationToken).ConfigureAwait(false);
            foreach (var instance in (page.Reservations ?? []).SelectMany(r => r.Instances ?? []))
            {
                roots[InstanceId.Parse(instance.InstanceId)] = instance.RootDeviceName ?? "";
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return roots;
    }

    private async IAsyncEnumerable<Volume> DescribeAsync(List<Filter> filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeVolumesRequest { Filters = filters, MaxResults = 1000 };
        do
        {
            var page = await Call(() => ec2.DescribeVolumesAsync(request, cancellationToken), "ec2:DescribeVolumes", "volumes", cancellationToken).ConfigureAwait(false);
            foreach (var volume in page.Volumes ?? []) yield return volume;
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static async Task<T> Call<T>(Func<Task<T>> call, string action, string target, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, action, target).ToException(e);
        }
    }

    private static void Add(Dictionary<VolumeId, SelectedVolume> found, SelectedVolume volume)
    {
        if (!found.TryGetValue(volume.VolumeId, out _)) found[volume.VolumeId] = volume;
    }

    private static SelectedVolume Describe(Volume volume, InstanceId? backupSet, bool isBoot)
    {
        var attachment = volume.Attachments?.FirstOrDefault(a => backupSet is null || a.InstanceId == backupSet.Value.Value);
        return new SelectedVolume(
            VolumeId.Parse(volume.VolumeId),
            backupSet,
            volume.Size,
            volume.VolumeType?.Value,
            volume.Iops,
            volume.Throughput,
            volume.AvailabilityZone,
            InstanceId.TryParse(attachment?.InstanceId, out var instance) ? instance : null,
            attachment?.Device,
            isBoot,
            SnapshotTags.ToDictionary(volume.Tags));
    }

    private static IEnumerable<IReadOnlyList<T>> Batches<T>(IEnumerable<T> ids)
    {
        var all = ids.ToArray();
        for (var start = 0; start < all.Length; start += FilterValues) yield return new ArraySegment<T>(all, start, Math.Min(FilterValues, all.Length - start));
    }
}
