using EbsBackup.Sessions;

namespace EbsBackup.Retention;

/// <summary>What a run would keep, delete and leave, with reasons. Leave decisions out to leave snapshots alone.</summary>
/// <param name="Now">The instant that ages were measured from.</param>
public sealed record RetentionPlan(RetentionRequest Request, AccountId AccountId, RegionName Region, DateTimeOffset Now, string Run, IReadOnlyList<RetentionDecision> Decisions);
