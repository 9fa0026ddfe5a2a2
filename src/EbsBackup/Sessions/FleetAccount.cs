namespace EbsBackup.Sessions;

/// <summary>An account of a fleet.</summary>
/// <param name="Name">As the Organization has it; null when it was not asked.</param>
/// <param name="State">As the Organization has it, such as <c>ACTIVE</c> or <c>SUSPENDED</c>; null when it was not asked.</param>
public sealed record FleetAccount(AccountId Id, string? Name = null, string? State = null)
{
    /// <summary>Nobody can assume a role in an account that is suspended, closed or not yet open.</summary>
    public bool IsOpen => State is null or "ACTIVE";

    /// <summary>Why it could not be entered; null when it could, and when it is not open.</summary>
    public EbsBackupError? Error { get; init; }
}
