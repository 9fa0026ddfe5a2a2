using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>The tags that make a snapshot ours, set by the call that creates it. Only a snapshot with all four, each valid, is ever deleted.</summary>
public sealed record OwnershipTags(PolicyName Policy, Slot Slot, VolumeId Volume, string Run)
{
    public const string PolicyKey = "ebs-backup:policy";
    public const string SlotKey = "ebs-backup:slot";
    public const string VolumeKey = "ebs-backup:volume";
    public const string RunKey = "ebs-backup:run";

    /// <summary>Keeps its snapshot for ever, whatever its value.</summary>
    public const string HoldKey = "ebs-backup:hold";

    internal const string Prefix = "ebs-backup:";

    /// <summary>The four tags of a snapshot, or null when one is missing or does not parse.</summary>
    public static OwnershipTags? Read(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(PolicyKey, out var policy) && PolicyName.TryParse(policy, out var policyName)
        && tags.TryGetValue(SlotKey, out var slotText) && Slot.TryParse(slotText, out var slot)
        && tags.TryGetValue(VolumeKey, out var volume) && VolumeId.TryParse(volume, out var volumeId)
        && tags.TryGetValue(RunKey, out var run) && run.Length > 0
            ? new OwnershipTags(policyName, slot, volumeId, run)
            : null;

    public IEnumerable<KeyValuePair<string, string>> ToTags() =>
    [
        new(PolicyKey, Policy.Value),
        new(SlotKey, Slot.ToString()),
        new(VolumeKey, Volume.Value),
        new(RunKey, Run),
    ];
}
