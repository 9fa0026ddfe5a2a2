namespace EbsBackup.Sessions;

/// <summary>What a run over many places would do. Leave parts, or parts of their plans, out to leave things alone.</summary>
/// <param name="Parts">By account, then Region.</param>
/// <param name="Errors">The accounts and Regions that could not be looked at, and what was named and is nowhere.</param>
public sealed record FleetPlan<TPlan>(IReadOnlyList<FleetPart<TPlan>> Parts, IReadOnlyList<EbsBackupError> Errors);
