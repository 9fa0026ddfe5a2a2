namespace EbsBackup.Selection;

/// <summary>Whether one volume is selected, and why.</summary>
public sealed record VolumeChoice(SelectedVolume Volume, bool IsSelected, string Reason);
