namespace EbsBackup.Sessions;

/// <summary>Explicit credentials. The secret parts never show in <see cref="ToString"/>.</summary>
/// <param name="SessionToken">The token of temporary credentials, else null.</param>
public sealed record AccessKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    public override string ToString() => $"AccessKeys {{ AccessKeyId = {AccessKeyId} }}";
}
