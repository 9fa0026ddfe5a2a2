namespace EbsBackup.Coverage;

/// <summary>A resource as AWS Backup lists it.</summary>
/// <param name="Time">Its newest usable recovery point; null if none is left.</param>
/// <param name="Error">Why its recovery points could not be read.</param>
internal sealed record ProtectedFacts(
    string Arn, string Type, string? Name, DateTimeOffset? Time, string? RecoveryPointArn, EbsBackupError? Error = null)
{
    public const string Ebs = "EBS";

    public const string Ec2 = "EC2";

    /// <summary>The IAM action that reads the recovery points of one resource.</summary>
    public const string PointsAction = "backup:ListRecoveryPointsByResource";

    /// <summary><c>vol-…</c> or <c>i-…</c>.</summary>
    public string Id => Arn.Substring(Arn.LastIndexOf('/') + 1);

    /// <summary>EC2 says whether it is still there, and others' coverage may hang on it.</summary>
    public bool IsOfEc2 => Type is Ebs or Ec2;
}
