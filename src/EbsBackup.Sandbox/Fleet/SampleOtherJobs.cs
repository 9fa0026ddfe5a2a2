using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Protocols;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>A day of copy jobs to the other Region, and of restore tests.</summary>
internal static class SampleOtherJobs
{
    private const int Copies = 6;
    private const int Restores = 3;
    private const long GiB = 1L << 30;

    private static readonly (string State, string? Category, string? Message)[] CopyEnds =
    [
        ("COMPLETED", "SUCCESS", null),
        ("COMPLETED", "SUCCESS", null),
        ("COMPLETED", "SUCCESS", null),
        ("RUNNING", null, null),
        ("FAILED", "ACCESS_DENIED", "=1+1: the destination vault's policy denies backup:CopyIntoBackupVault"),
        ("PARTIAL", "FAILURE", "1 of 2 child jobs completed"),
    ];

    private static readonly (string Status, string? Message)[] RestoreEnds =
        [("COMPLETED", null), ("COMPLETED", null), ("FAILED", "The subnet has no free address"), ("RUNNING", null), ("ABORTED", "Stopped by a person")];

    public static void Fill(Sandbox sandbox, AccountRegion region, string otherRegion, DateTimeOffset now, IdSource ids)
    {
        for (var n = 0; n < Copies; n++) sandbox.State.AddCopy(region, Copy(region, otherRegion, now, n, ids));
        for (var n = 0; n < Restores; n++) sandbox.State.AddRestore(region, Restore(region, now, n, ids));
    }

    private static OtherJob Copy(AccountRegion region, string otherRegion, DateTimeOffset now, int n, IdSource ids)
    {
        var (state, category, message) = CopyEnds[(n + (int)(ids.Next() % (ulong)CopyEnds.Length)) % CopyEnds.Length];
        var (id, created) = (ids.Guid().ToUpperInvariant(), now.AddMinutes(-(20 * 60) + (n * 150)));
        return new(id, region.AccountId, new Structure
        {
            { "AccountId", region.AccountId },
            { "CopyJobId", id },
            { "SourceBackupVaultArn", Vaults.ArnOf(region.Name, region.AccountId, "Daily") },
            { "SourceRecoveryPointArn", $"arn:aws:ec2:{region.Name}::snapshot/snap-0{ids.Next():x16}" },
            { "DestinationBackupVaultArn", Vaults.ArnOf(otherRegion, region.AccountId, "Copies") },
            { "DestinationRecoveryPointArn", state == "COMPLETED" ? $"arn:aws:ec2:{otherRegion}::snapshot/snap-0{ids.Next():x16}" : null },
            { "ResourceArn", $"arn:aws:ec2:{region.Name}:{region.AccountId}:volume/vol-0{ids.Next():x16}" },
            { "CreationDate", created },
            { "CompletionDate", state == "RUNNING" ? null : created.AddMinutes(12 + (n * 9)) },
            { "State", state },
            { "StatusMessage", message },
            { "BackupSizeInBytes", GiB * (8 + (n * 16)) },
            { "IamRoleArn", $"arn:aws:iam::{region.AccountId}:role/service-role/AWSBackupDefaultServiceRole" },
            { "ResourceType", "EBS" },
            { "ResourceName", $"ebs-{n}" },
            { "IsParent", state == "PARTIAL" },
            { "MessageCategory", category },
        });
    }

    private static OtherJob Restore(AccountRegion region, DateTimeOffset now, int n, IdSource ids)
    {
        var (status, message) = RestoreEnds[(int)(ids.Next() % (ulong)RestoreEnds.Length)];
        var (id, created) = (ids.Guid().ToUpperInvariant(), now.AddMinutes(-(10 * 60) + (n * 170)));
        var volume = $"arn:aws:ec2:{region.Name}:{region.AccountId}:volume/vol-0";
        return new(id, region.AccountId, new Structure
        {
            { "AccountId", region.AccountId },
            { "RestoreJobId", id },
            { "RecoveryPointArn", $"arn:aws:ec2:{region.Name}::snapshot/snap-0{ids.Next():x16}" },
            { "RecoveryPointCreationDate", created.AddDays(-1) },
            { "SourceResourceArn", $"{volume}{ids.Next():x16}" },
            { "BackupVaultArn", Vaults.ArnOf(region.Name, region.AccountId, "Daily") },
            { "CreationDate", created },
            { "CompletionDate", status == "RUNNING" ? null : created.AddMinutes(7 + (n * 5)) },
            { "Status", status },
            { "StatusMessage", message },
            { "PercentDone", status == "COMPLETED" ? "100.00%" : "40.00%" },
            { "BackupSizeInBytes", GiB * (8 + (n * 16)) },
            { "IamRoleArn", $"arn:aws:iam::{region.AccountId}:role/service-role/AWSBackupDefaultServiceRole" },
            { "CreatedResourceArn", status == "COMPLETED" ? $"{volume}{ids.Next():x16}" : null },
            { "ResourceType", "EBS" },
            { "IsParent", false },
        });
    }
}
