using EbsBackup.Sessions;

namespace EbsBackup.Snapshots;

/// <summary>What became of one volume of a fleet.</summary>
/// <param name="Place">Null when the error is about an account that could not be entered, or about all places.</param>
public sealed record FleetTakeResult(FleetPlace? Place, TakeResult Result);
