namespace EbsBackup.Sandbox.Http;

/// <summary>Who signed a request: found by access key id, or the default account when the key is unknown.</summary>
public sealed record CallerIdentity(string AccountId, string Arn, string UserId, string AccessKeyId);
