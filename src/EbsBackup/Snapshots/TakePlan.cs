using EbsBackup.Selection;
using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>What a run would take, volume by volume. Leave items out to leave volumes out.</summary>
/// <param name="Errors">What was asked for and is not there.</param>
public sealed record TakePlan(
    TakeRequest Request, AccountId AccountId, RegionName Region, Slot Slot, string Run, IReadOnlyList<TakeItem> Items, IReadOnlyList<EbsBackupError> Errors)
{
    /// <summary>Every volume that was looked at, in or out, with the reason.</summary>
    public IReadOnlyList<VolumeChoice> Choices { get; init; } = [];
}
