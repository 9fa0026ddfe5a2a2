using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>Reads our own snapshots of one account and Region from EC2: the truth that the catalogue is rebuilt from.</summary>
internal sealed class SnapshotFinder(IAmazonEC2 ec2, AccountId account, RegionName region)
{
    private const int FilterValues = 200;

    /// <summary>A policy's snapshots at one slot, by their tags.</summary>
    public async Task<IReadOnlyList<SnapshotRecord>> AtSlotAsync(PolicyName policy, Slot slot, CancellationToken cancellationToken)
    {
        var found = new List<SnapshotRecord>();
        await foreach (var snapshot in ListAsync([Tagged(OwnershipTags.PolicyKey, policy.Value), Tagged(OwnershipTags.SlotKey, slot.ToString())], cancellationToken).ConfigureAwait(false))
        {
            found.Add(snapshot);
        }

        return found;
    }

    /// <summary>Snapshots with a policy tag; a missing policy means any.</summary>
    public async IAsyncEnumerable<SnapshotRecord> OfPolicyAsync(
        PolicyName? policy, IReadOnlyList<VolumeId> volumes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofPolicy = policy is { } name ? Tagged(OwnershipTags.PolicyKey, name.Value) : new Filter("tag-key", [OwnershipTags.PolicyKey]);
        if (volumes.Count == 0)
        {
            await foreach (var snapshot in ListAsync([ofPolicy], cancellationToken).ConfigureAwait(false)) yield return snapshot;
            yield break;
        }

        for (var start = 0; start < volumes.Count; start += FilterValues)
        {
            var some = new Filter("tag:" + OwnershipTags.VolumeKey, [.. volumes.Skip(start).Take(FilterValues).Select(v => v.Value)]);
            await foreach (var snapshot in ListAsync([ofPolicy, some], cancellationToken).ConfigureAwait(false)) yield return snapshot;
        }
    }

    public async Task<IReadOnlyList<SnapshotRecord>> ByIdAsync(IReadOnlyList<SnapshotId> ids, CancellationToken cancellationToken)
    {
        var found = new List<SnapshotRecord>();
        for (var start = 0; start < ids.Count; start += FilterValues)
        {
            var some = new Filter("snapshot-id", [.. ids.Skip(start).Take(FilterValues).Select(id => id.Value)]);
            await foreach (var snapshot in ListAsync([some], cancellationToken).ConfigureAwait(false)) found.Add(snapshot);
        }

        return found;
    }

    /// <summary>True only when EC2 says, asked by id, that there is no such snapshot.</summary>
    public async Task<bool> IsGoneAsync(SnapshotId id, CancellationToken cancellationToken)
    {
        try
        {
            await ec2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { SnapshotIds = [id.Value] }, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (AmazonEC2Exception e) when (e.ErrorCode == "InvalidSnapshot.NotFound")
        {
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "ec2:DescribeSnapshots", id.Value).ToException(e);
        }
    }

    /// <summary>What is in progress of these volumes, whoever began it.</summary>
    public async Task<IReadOnlyList<SnapshotRecord>> InProgressAsync(IReadOnlyList<VolumeId> volumes, CancellationToken cancellationToken)
    {
        var found = new List<SnapshotRecord>();
        var ofVolumes = new Filter("volume-id", [.. volumes.Select(v => v.Value)]);
        await foreach (var snapshot in ListAsync([ofVolumes, new Filter("status", ["pending"])], cancellationToken).ConfigureAwait(false)) found.Add(snapshot);
        return found;
    }

    private async IAsyncEnumerable<SnapshotRecord> ListAsync(List<Filter> filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeSnapshotsRequest { OwnerIds = ["self"], Filters = filters, MaxResults = 1000 };
        do
        {
            DescribeSnapshotsResponse page;
            try
            {
                page = await ec2.DescribeSnapshotsAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                throw EbsBackupError.From(e, "ec2:DescribeSnapshots", $"{account}/{region}").ToException(e);
            }

            // Checked here too: an endpoint that ignores OwnerIds would hand us others' public snapshots.
            foreach (var snapshot in page.Snapshots ?? [])
            {
                if (snapshot.OwnerId == account.Value) yield return SnapshotRecords.FromEc2(snapshot, account, region);
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static Filter Tagged(string key, string value) => new("tag:" + key, [value]);
}
