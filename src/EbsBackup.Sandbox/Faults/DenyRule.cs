namespace EbsBackup.Sandbox.Faults;

/// <summary>A missing permission: the call gets the service's own unauthorized error.</summary>
/// <param name="Action">As in an IAM policy, <c>ec2:DeleteSnapshot</c> or <c>s3:*</c>.</param>
public sealed record DenyRule(string Action)
{
    /// <summary>Null for every account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The name of an assumed role; null for every caller.</summary>
    public string? Role { get; init; }

    internal bool Fits(SandboxCallInfo call) =>
        Wildcard.Matches(AccountId, call.AccountId)
        && (Role is null || call.CallerArn.Contains($":assumed-role/{Role}/", StringComparison.Ordinal))
        && Wildcard.Matches(Action, call.Action, ignoreCase: true);
}
