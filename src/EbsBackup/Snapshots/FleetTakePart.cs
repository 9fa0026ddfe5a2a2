using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>What a run would take in one place.</summary>
public sealed record FleetTakePart(FleetPlace Place, TakePlan Plan);
