namespace EbsBackup.Sandbox.State;

/// <summary>An IAM role, as far as AssumeRole looks at it.</summary>
/// <param name="Trust">Account ids or principal ARNs that may assume it.</param>
/// <param name="ExternalId">Demanded by the trust policy; null for no condition.</param>
public sealed record Role(string Name, IReadOnlyList<string> Trust, string? ExternalId = null)
{
    /// <summary>The role's MaxSessionDuration.</summary>
    public TimeSpan MaxSession { get; init; } = TimeSpan.FromHours(1);
}
