using EbsBackup.Retention;

namespace EbsBackup.Policies;

/// <summary>What a policy would do with one backup.</summary>
/// <param name="Position">Its place among the instants given, from 0.</param>
/// <param name="Action">Skip: no rule keeps it, but rules that keep nothing delete nothing.</param>
/// <param name="Reasons">Every rule that keeps it, or why it goes or waits.</param>
public sealed record PlannedBackup(int Position, DateTimeOffset Time, RetentionAction Action, IReadOnlyList<string> Reasons);
