using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Protocols;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>A day of backup jobs in all nine states, with messages that a report must not stumble over.</summary>
internal static class SampleJobs
{
    private const int JobsPerRegion = 24;

    public static readonly (string State, string? Category, string? Message) Success = ("COMPLETED", "SUCCESS", null);

    public static readonly (string State, string? Category, string? Message) Issue =
        ("COMPLETED", "INVALID_PARAMETERS", "Windows VSS backup was attempted but not supported on this \"instance\", a crash-consistent copy was made");

    public static readonly (string State, string? Category, string? Message)[] Failures =
    [
        ("FAILED", "FAILURE", "=HYPERLINK(\"http://example.invalid/\",\"Access denied\")"),
        ("FAILED", "ACCESS_DENIED", "+1 of 3 attempts: the role cannot be assumed,\nsee the trust policy"),
        ("FAILED", "FAILURE", "\t@SUM(1,2) Größe überschritten 💥 \u202Etxet desrever"),
        ("EXPIRED", "EXPIRED", "-2+3: the backup did not start within its window"),
        ("ABORTED", "ABORTED", "Stopped by a person; \r\nreason: \"maintenance\""),
        ("PARTIAL", "FAILURE", "2 of 3 child jobs completed"),
    ];

    private static readonly (string State, string? Category, string? Message)[] Ends =
        [Success, Success, Success, Success, Issue, .. Failures, ("ABORTING", null, null), ("RUNNING", null, null), ("PENDING", null, null), ("CREATED", null, null)];

    private static readonly string[] Types = ["EBS", "EC2", "RDS", "DynamoDB", "EFS", "S3"];

    public static void Fill(Sandbox sandbox, AccountRegion region, DateTimeOffset now, IdSource ids)
    {
        region.Backup.Vaults["Daily"] = now.AddDays(-300);
        for (var n = 0; n < JobsPerRegion; n++)
        {
            var (state, category, message) = Ends[(n + ids.UpTo(TimeSpan.FromTicks(Ends.Length)).Ticks) % Ends.Length];
            var type = Types[n % Types.Length];
            var created = now.AddMinutes(-(23 * 60) + (n * 55)).AddSeconds(ids.UpTo(TimeSpan.FromMinutes(1)).Seconds);
            var open = state is "CREATED" or "PENDING" or "RUNNING" or "ABORTING";
            var resource = Arn(region, type, ids);
            var size = (1L << 30) * (1 + (n * 7 % 40));
            sandbox.State.Add(region, new BackupJob(ids.Guid().ToUpperInvariant(), region.AccountId)
            {
                CreationDate = created,
                FixedState = state,
                FixedCompletion = open ? null : created.AddMinutes(9 + (n * 3)) is var end && end < now ? end : now,
                FixedCategory = category,
                StatusMessage = message,
                PercentDone = state == "COMPLETED" ? "100.0" : state == "RUNNING" ? "42.5" : "0.0",
                BackupVaultName = "Daily",
                BackupVaultArn = Vaults.ArnOf(region.Name, region.AccountId, "Daily"),
                RecoveryPointArn = state is "COMPLETED" or "PARTIAL" ? $"arn:aws:backup:{region.Name}:{region.AccountId}:recovery-point:{ids.Guid()}" : null,
                ResourceArn = resource,
                ResourceType = type,
                ResourceName = $"{type.ToLowerInvariant()}-{n}",
                IamRoleArn = $"arn:aws:iam::{region.AccountId}:role/service-role/AWSBackupDefaultServiceRole",
                BackupSizeInBytes = state is "COMPLETED" or "PARTIAL" ? size : null,
                BytesTransferred = state is "COMPLETED" or "PARTIAL" ? size / 3 : null,
                More = More(region, created),
            });
        }
    }

    private static Structure More(AccountRegion region, DateTimeOffset created) => new()
    {
        { "IsEncrypted", true },
        { "IsParent", false },
        { "StartBy", created.AddHours(8) },
        {
            "CreatedBy", new Structure
            {
                { "BackupPlanId", "0a1b2c3d-0000-4000-8000-000000000001" },
                { "BackupPlanArn", $"arn:aws:backup:{region.Name}:{region.AccountId}:backup-plan:0a1b2c3d-0000-4000-8000-000000000001" },
                { "BackupPlanName", "Daily" },
                { "BackupRuleId", "0a1b2c3d-0000-4000-8000-000000000002" },
            }
        },
    };

    private static string Arn(AccountRegion region, string type, IdSource ids)
    {
        var (place, id) = ($"{region.Name}:{region.AccountId}", $"{ids.Next():x16}");
        return type switch
        {
            "EBS" => $"arn:aws:ec2:{place}:volume/vol-0{id}",
            "EC2" => $"arn:aws:ec2:{place}:instance/i-0{id}",
            "RDS" => $"arn:aws:rds:{place}:db:database-{id[..4]}",
            "DynamoDB" => $"arn:aws:dynamodb:{place}:table/table-{id[..4]}",
            "EFS" => $"arn:aws:elasticfilesystem:{place}:file-system/fs-{id[..8]}",
            _ => $"arn:aws:s3:::bucket-{id[..8]}",
        };
    }
}
