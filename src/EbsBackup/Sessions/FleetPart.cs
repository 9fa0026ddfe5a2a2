namespace EbsBackup.Sessions;

/// <summary>What a run would do in one place.</summary>
public sealed record FleetPart<TPlan>(FleetPlace Place, TPlan Plan);
