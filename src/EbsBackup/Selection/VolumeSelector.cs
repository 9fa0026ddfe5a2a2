namespace EbsBackup.Selection;

/// <summary>Which volumes are asked for. Several ways may be given; a volume found by more than one counts once.</summary>
/// <remarks>In tags, <c>*</c> stands for any text, <c>?</c> for one character or none, and <c>\</c> takes the next as it is, as in EC2's own filters.</remarks>
public sealed record VolumeSelector
{
    public IReadOnlyList<VolumeId> VolumeIds { get; init; } = [];

    /// <summary>Every EBS volume attached to these, frozen together per instance.</summary>
    public IReadOnlyList<InstanceId> InstanceIds { get; init; } = [];

    /// <summary>Volumes that carry all of these tags with these values.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Leaves out volumes that carry any of these tags with these values, however they were found.</summary>
    public IReadOnlyDictionary<string, string> ExcludeTags { get; init; } = new Dictionary<string, string>();

    /// <summary>Leaves out the volumes that their instances start from.</summary>
    public bool ExcludeBootVolumes { get; init; }

    /// <summary>Leaves out all other volumes, those that are attached nowhere included.</summary>
    public bool ExcludeDataVolumes { get; init; }

    /// <summary>Names the volumes too that no tag selected: an answer for people, which lists every volume of the place.</summary>
    public bool Explain { get; init; }

    public bool IsEmpty => VolumeIds.Count == 0 && InstanceIds.Count == 0 && Tags.Count == 0;
}
