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
        var found = new Dictionary<VolumeId, VolumeChoice>();
        var errors = new List<EbsBackupError>();
        await FindByInstanceAsync(selector.InstanceIds, found, errors, cancellationToken).ConfigureAwait(false);
        await FindByIdAsync(selector.VolumeIds, found, errors, cancellationToken).ConfigureAwait(false);
        if (selector.Tags.Count > 0) await FindByTagAsync(selector, found, errors, cancellationToken).ConfigureAwait(false);
        await LeaveOutAsync(selector, found, cancellationToken).ConfigureAwait(false);
        VolumeChoice[] choices = [.. found.Values.OrderBy(c => c.Volume.VolumeId.Value, StringComparer.Ordinal)];
        SelectedVolume[] volumes = [.. choices.Where(c => c.IsSelected).Select(c => c.Volume)];

        // A selection that has come to select nothing is how backups stop unnoticed.
        if (volumes.Length == 0 && errors.Count == 0 && !selector.IsEmpty) errors.Add(EbsBackupError.NothingLeft());
        return new VolumeSelection(volumes, errors) { Choices = choices };
    }

    /// <summary>The volumes that are attached to an instance now, and which of them it starts from.</summary>
    public async Task<IReadOnlyList<(VolumeId VolumeId, bool IsBoot)>> AttachedAsync(InstanceId id, CancellationToken cancellationToken)
    {
        var attached = new List<(VolumeId, bool)>();
        await foreach (var instance in DescribeInstancesAsync([id], cancellationToken).ConfigureAwait(false))
        {
            foreach (var mapping in instance.BlockDeviceMappings ?? [])
            {
                if (VolumeId.TryParse(mapping.Ebs?.VolumeId, out var volume)) attached.Add((volume, mapping.DeviceName == instance.RootDeviceName));
            }
        }

        return attached;
    }

    private async Task FindByIdAsync(
        IReadOnlyList<VolumeId> ids, Dictionary<VolumeId, VolumeChoice> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        // By filter: one unknown id in VolumeIds would fail the call for all of them.
        foreach (var batch in Batches(ids.Distinct().Where(id => !found.ContainsKey(id))))
        {
            await foreach (var volume in DescribeAsync([new Filter("volume-id", [.. batch.Select(id => id.Value)])], cancellationToken).ConfigureAwait(false))
            {
                Add(found, Describe(volume, null, false), SR.Selection_Named);
            }

            errors.AddRange(batch.Where(id => !found.ContainsKey(id)).Select(id => EbsBackupError.UnknownVolume(id.Value)));
        }
    }

    private async Task FindByInstanceAsync(
        IReadOnlyList<InstanceId> ids, Dictionary<VolumeId, VolumeChoice> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        foreach (var batch in Batches(ids.Distinct()))
        {
            var roots = await RootDevicesAsync(batch, cancellationToken).ConfigureAwait(false);
            errors.AddRange(batch.Where(id => !roots.ContainsKey(id)).Select(id => EbsBackupError.UnknownInstance(id.Value)));
            if (roots.Count == 0) continue;
            var withVolumes = new HashSet<InstanceId>();
            await foreach (var volume in DescribeAsync([new Filter("attachment.instance-id", [.. roots.Keys.Select(id => id.Value)])], cancellationToken).ConfigureAwait(false))
            {
                foreach (var attachment in volume.Attachments ?? [])
                {
                    if (!InstanceId.TryParse(attachment.InstanceId, out var instance) || !roots.TryGetValue(instance, out var root)) continue;
                    Add(found, Describe(volume, instance, attachment.Device == root), EbsBackupError.Format(SR.Selection_Attached, instance));
                    withVolumes.Add(instance);
                    break;
                }
            }

            errors.AddRange(roots.Keys.Where(id => !withVolumes.Contains(id)).Select(id => EbsBackupError.InstanceWithoutVolumes(id.Value)));
        }
    }

    private async Task FindByTagAsync(
        VolumeSelector selector, Dictionary<VolumeId, VolumeChoice> found, List<EbsBackupError> errors, CancellationToken cancellationToken)
    {
        TagPattern[] wanted = [.. selector.Tags.Select(tag => new TagPattern(tag.Key, tag.Value))];
        var any = false;
        List<Filter> filters = selector.Explain ? [] : [.. wanted.Select(tag => tag.Filter).OfType<Filter>()];
        await foreach (var volume in DescribeAsync(filters, cancellationToken).ConfigureAwait(false))
        {
            var described = Describe(volume, null, false);
            var missing = Array.Find(wanted, tag => !tag.Matches(described.Tags));
            any |= missing is null;
            if (missing is null) Add(found, described, EbsBackupError.Format(SR.Selection_Tagged, string.Join(", ", wanted.AsEnumerable())));
            else if (selector.Explain) Add(found, described, EbsBackupError.Format(SR.Selection_NotTagged, missing), isSelected: false);
        }

        if (!any) errors.Add(EbsBackupError.NothingSelected(string.Join(", ", wanted.AsEnumerable())));
    }

    private async Task LeaveOutAsync(VolumeSelector selector, Dictionary<VolumeId, VolumeChoice> found, CancellationToken cancellationToken)
    {
        TagPattern[] unwanted = [.. selector.ExcludeTags.Select(tag => new TagPattern(tag.Key, tag.Value))];
        if (selector.ExcludeBootVolumes || selector.ExcludeDataVolumes) await FindBootVolumesAsync(found, cancellationToken).ConfigureAwait(false);
        foreach (var choice in found.Values.Where(c => c.IsSelected).ToArray())
        {
            var why = Array.Find(unwanted, tag => tag.Matches(choice.Volume.Tags)) is { } tag ? EbsBackupError.Format(SR.Selection_ExcludedTag, tag)
                : selector.ExcludeBootVolumes && choice.Volume.IsBoot ? EbsBackupError.Format(SR.Selection_Boot, choice.Volume.InstanceId)
                : selector.ExcludeDataVolumes && !choice.Volume.IsBoot ? SR.Selection_Data
                : null;
            if (why is not null) found[choice.Volume.VolumeId] = choice with { IsSelected = false, Reason = why };
        }
    }

    // A volume does not say that an instance starts from it: the instance does.
    private async Task FindBootVolumesAsync(Dictionary<VolumeId, VolumeChoice> found, CancellationToken cancellationToken)
    {
        VolumeChoice[] unknown = [.. found.Values.Where(c => c.IsSelected && c.Volume is { BackupSet: null, InstanceId: not null })];
        foreach (var batch in Batches(unknown.Select(c => c.Volume.InstanceId!.Value).Distinct()))
        {
            var roots = await RootDevicesAsync(batch, cancellationToken).ConfigureAwait(false);
            foreach (var choice in unknown)
            {
                if (roots.TryGetValue(choice.Volume.InstanceId!.Value, out var root) && choice.Volume.Device == root)
                {
                    found[choice.Volume.VolumeId] = choice with { Volume = choice.Volume with { IsBoot = true } };
                }
            }
        }
    }

    private async Task<Dictionary<InstanceId, string>> RootDevicesAsync(IReadOnlyList<InstanceId> ids, CancellationToken cancellationToken)
    {
        var roots = new Dictionary<InstanceId, string>();
        await foreach (var instance in DescribeInstancesAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            roots[InstanceId.Parse(instance.InstanceId)] = instance.RootDeviceName ?? "";
        }

        return roots;
    }

    private async IAsyncEnumerable<Instance> DescribeInstancesAsync(IReadOnlyList<InstanceId> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeInstancesRequest { Filters = [new Filter("instance-id", [.. ids.Select(id => id.Value)])] };
        do
        {
            var page = await Call(() => ec2.DescribeInstancesAsync(request, cancellationToken), "ec2:DescribeInstances", ids[0].Value, cancellationToken).ConfigureAwait(false);
            foreach (var instance in (page.Reservations ?? []).SelectMany(r => r.Instances ?? [])) yield return instance;
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
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

    // The first way by which a volume was found counts, unless it only says why the volume is out.
    private static void Add(Dictionary<VolumeId, VolumeChoice> found, SelectedVolume volume, string reason, bool isSelected = true)
    {
        if (!found.TryGetValue(volume.VolumeId, out var known) || (isSelected && !known.IsSelected)) found[volume.VolumeId] = new VolumeChoice(volume, isSelected, reason);
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
