namespace EbsBackup.Sessions.Pacing;

/// <summary>A token bucket that AWS keeps for a group of API actions in one account and Region.</summary>
/// <param name="Size">Requests that may go at once.</param>
/// <param name="RefillPerSecond">Requests per second after that.</param>
internal sealed record RequestFamily(string Name, double Size, double RefillPerSecond)
{
    private static readonly RequestFamily Tagging = new("tagging", 100, 10);
    private static readonly RequestFamily Mutating = new("mutating", 50, 5);
    private static readonly RequestFamily Describing = new("describing", 100, 20);
    private static readonly RequestFamily BackupListing = new("backup-listing", 20, 20);

    /// <summary>
    /// The bucket of one operation, or null when AWS publishes none worth waiting for (S3 allows thousands a second).
    /// Figures: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html and AWS Backup's quotas.
    /// </summary>
    public static RequestFamily? Of(string service, string operation) => (service, operation) switch
    {
        ("EC2", "CreateSnapshot" or "CreateSnapshots" or "DeleteSnapshot" or "ModifySnapshotAttribute") => new(operation, 100, 5),
        ("EC2", "CreateTags" or "DeleteTags") => Tagging,
        ("EC2", _) when operation.StartsWith("Describe", StringComparison.Ordinal) => Describing,
        ("EC2", _) => Mutating,
        ("Backup", _) when operation.StartsWith("List", StringComparison.Ordinal) => BackupListing,
        _ => null,
    };
}
