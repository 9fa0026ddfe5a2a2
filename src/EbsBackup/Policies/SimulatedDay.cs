namespace EbsBackup.Policies;

/// <summary>A volume's backups at the end of one day, after that day's retention.</summary>
/// <param name="Date">The day in the policy's time zone.</param>
/// <param name="Alive">Backups that there are.</param>
/// <param name="OldestRestorePoint">How far back one can go; null before the first backup.</param>
/// <param name="LongestGap">The longest time between the oldest restore point and the day's end without a restore point.</param>
/// <param name="GapStart">The restore point that the gap follows.</param>
public sealed record SimulatedDay(
    DateTime Date, int Taken, int Deleted, int Alive, DateTimeOffset? OldestRestorePoint, TimeSpan LongestGap, DateTimeOffset? GapStart);
