using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>Records out of what EC2 says of a snapshot.</summary>
internal static class SnapshotRecords
{
    public static SnapshotRecord FromEc2(Snapshot snapshot, AccountId account, RegionName region)
    {
        var tags = SnapshotTags.ToDictionary(snapshot.Tags);
        return WithTags(
            new SnapshotRecord
            {
                SnapshotId = SnapshotId.Parse(snapshot.SnapshotId),
                VolumeId = SourceVolume(tags, snapshot.VolumeId),
                StartTime = Utc(snapshot.StartTime),
                State = snapshot.State?.Value,
                Progress = snapshot.Progress,
                VolumeSize = snapshot.VolumeSize,
                SchemaVersion = SnapshotRecord.CurrentSchemaVersion,
                AccountId = account,
                Region = region,
                CompletionTime = Utc(snapshot.CompletionTime),
                StateMessage = string.IsNullOrEmpty(snapshot.StateMessage) ? null : snapshot.StateMessage,
                Description = snapshot.Description,
                Encrypted = snapshot.Encrypted,
                KmsKeyId = snapshot.KmsKeyId,
            },
            tags);
    }

    public static SnapshotRecord FromSet(SnapshotInfo snapshot, AccountId account, RegionName region) => FromEc2(
        new Snapshot
        {
            SnapshotId = snapshot.SnapshotId,
            VolumeId = snapshot.VolumeId,
            StartTime = snapshot.StartTime,
            State = snapshot.State,
            Progress = snapshot.Progress,
            VolumeSize = snapshot.VolumeSize,
            Description = snapshot.Description,
            Encrypted = snapshot.Encrypted,
            Tags = snapshot.Tags,
        },
        account,
        region);

    public static SnapshotRecord WithTags(SnapshotRecord record, IReadOnlyDictionary<string, string> tags) => record with
    {
        Tags = tags,
        Policy = tags.TryGetValue(OwnershipTags.PolicyKey, out var policy) && PolicyName.TryParse(policy, out var policyName) ? policyName : null,
        Slot = tags.TryGetValue(OwnershipTags.SlotKey, out var slotText) && Slot.TryParse(slotText, out var slot) ? slot : null,
        Run = tags.TryGetValue(OwnershipTags.RunKey, out var run) ? run : null,
        BackupSet = tags.TryGetValue(SnapshotTags.SetKey, out var set) && InstanceId.TryParse(set, out var instance) ? instance : null,
    };

    /// <summary>Adds what the volume was like when it was frozen.</summary>
    public static SnapshotRecord WithVolume(SnapshotRecord record, SelectedVolume volume) => record with
    {
        VolumeType = volume.VolumeType,
        Iops = volume.Iops,
        Throughput = volume.Throughput,
        AvailabilityZone = volume.AvailabilityZone,
        InstanceId = volume.InstanceId,
        Device = volume.Device,
    };

    // A copy carries an arbitrary volume id; the tag says whose backup it is.
    private static VolumeId SourceVolume(IReadOnlyDictionary<string, string> tags, string? volumeId) =>
        tags.TryGetValue(OwnershipTags.VolumeKey, out var tag) && VolumeId.TryParse(tag, out var source) ? source
        : VolumeId.TryParse(volumeId, out var own) ? own : default;

    private static DateTimeOffset? Utc(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime()) : null;
}
