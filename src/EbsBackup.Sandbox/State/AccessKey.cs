namespace EbsBackup.Sandbox.State;

/// <summary>A key that signs: a user's, or a role session's with a token and an end.</summary>
public sealed record AccessKey(string AccessKeyId, string SecretAccessKey, string AccountId, string Arn, string UserId)
{
    public string? SessionToken { get; init; }

    /// <summary>Null for a user's key, which does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
