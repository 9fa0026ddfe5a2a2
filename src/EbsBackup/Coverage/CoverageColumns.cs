using System.Globalization;

namespace EbsBackup.Coverage;

/// <summary>The columns of the CSV file, in their order.</summary>
internal static class CoverageColumns
{
    public static IReadOnlyList<(string Name, Func<ResourceCoverage, string?> Text)> All { get; } =
    [
        ("Status", r => r.Status.ToString()),
        ("AccountId", r => r.AccountId),
        ("AccountName", r => r.AccountName),
        ("Region", r => r.Region),
        ("ResourceType", r => r.ResourceType),
        ("ResourceId", r => r.ResourceId),
        ("ResourceName", r => r.ResourceName),
        ("ProtectedBy", r => r.ProtectedBy),
        ("Newest", r => Instant(r.Newest)),
        ("AgeHours", r => r.Age?.TotalHours.ToString("0.##", CultureInfo.InvariantCulture)),
        ("AwsBackupTime", r => Instant(r.AwsBackupTime)),
        ("RecoveryPointArn", r => r.RecoveryPointArn),
        ("EbsBackupTime", r => Instant(r.EbsBackupTime)),
        ("SnapshotId", r => r.SnapshotId),
        ("Reason", r => r.Reason),
    ];

    private static string? Instant(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
