namespace EbsBackup.Snapshots;

/// <summary>What a run over many places would take. Leave parts or their items out to leave volumes out.</summary>
/// <param name="Errors">The accounts and Regions that could not be looked at, and what was named and is nowhere.</param>
public sealed record FleetTakePlan(TakeRequest Request, string Run, IReadOnlyList<FleetTakePart> Parts, IReadOnlyList<EbsBackupError> Errors);
