namespace EbsBackup.Selection;

/// <summary>What a selector found, and what it named that is not there.</summary>
public sealed record VolumeSelection(IReadOnlyList<SelectedVolume> Volumes, IReadOnlyList<EbsBackupError> Errors)
{
    /// <summary>Every volume that was looked at, in or out, with the reason.</summary>
    public IReadOnlyList<VolumeChoice> Choices { get; init; } = [];
}
