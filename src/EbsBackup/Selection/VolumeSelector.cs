namespace EbsBackup.Selection;

/// <summary>Which volumes are asked for. Several ways may be given; a volume found by more than one counts once.</summary>
public sealed record VolumeSelector
{
    public IReadOnlyList<VolumeId> VolumeIds { get; init; } = [];

    /// <summary>Every EBS volume attached to these, frozen together per instance.</summary>
    public IReadOnlyList<InstanceId> InstanceIds { get; init; } = [];

    /// <summary>Volumes that carry all of these tags with these values.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public bool IsEmpty => VolumeIds.Count == 0 && InstanceIds.Count == 0 && Tags.Count == 0;
}
