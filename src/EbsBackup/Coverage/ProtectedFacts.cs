namespace EbsBackup.Coverage;

/// <summary>A resource as AWS Backup lists it.</summary>
/// <param name="Time">Its newest usable recovery point; null if none is left.</param>
/// <param name="Error">Why its recovery points could not be read.</param>
internal sealed record ProtectedFacts(
    string Arn, string Type, string? Name, DateTimeOffset? Time, string? RecoveryPointArn, EbsBackupError? Error = null)
{
    public const string Ebs = "EBS";

    public const string Ec2 = "EC2";

    /// <summary><c>vol-…</c> or <c>i-…</c>.</summary>
    public string Id => Arn.Substring(Arn.LastIndexOf('/') + 1);
}
