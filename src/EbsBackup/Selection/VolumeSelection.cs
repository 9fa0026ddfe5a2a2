namespace EbsBackup.Selection;

/// <summary>What a selector found, and what it named that is not there.</summary>
public sealed record VolumeSelection(IReadOnlyList<SelectedVolume> Volumes, IReadOnlyList<EbsBackupError> Errors);
