namespace EbsBackup.Sessions;

/// <summary>Who AWS says is calling.</summary>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> …</param>
public sealed record CallerIdentity(AccountId AccountId, string Partition, string Arn);
