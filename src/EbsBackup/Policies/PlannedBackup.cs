namespace EbsBackup.Policies;

/// <summary>What a policy would do with one backup.</summary>
/// <param name="Position">Its place among the instants given, from 0.</param>
/// <param name="Reasons">Every rule that keeps it, or why it goes.</param>
public sealed record PlannedBackup(int Position, DateTimeOffset Time, bool Kept, IReadOnlyList<string> Reasons);
