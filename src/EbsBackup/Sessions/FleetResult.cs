namespace EbsBackup.Sessions;

/// <summary>What became of one item of a fleet.</summary>
/// <param name="Place">Null when the error is about an account that could not be entered, or about all places.</param>
public sealed record FleetResult<TResult>(FleetPlace? Place, TResult Result);
