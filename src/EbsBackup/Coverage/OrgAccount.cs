using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>An account to look into.</summary>
/// <param name="State">As AWS Organizations has it; null when it was not asked.</param>
internal sealed record OrgAccount(AccountId Id, string? Name = null, string? State = null)
{
    /// <summary>Nobody can assume a role in an account that is suspended, closed or not yet open.</summary>
    public bool IsOpen => State is null or "ACTIVE";
}
