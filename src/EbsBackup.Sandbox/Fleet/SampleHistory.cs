using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>The days before the sample's own: the same resources backed up at the same times, some of them in vain.</summary>
internal static class SampleHistory
{
    /// <summary>With the sample's own day as many as AWS Backup keeps.</summary>
    private const int Days = 29;

    public static void Fill(Sandbox sandbox, AccountRegion region, IdSource ids)
    {
        foreach (var job in region.Backup.Jobs.Jobs.ToList())
        {
            for (var day = 1; day <= Days; day++) sandbox.State.Add(region, Earlier(region, job, day, ids));
        }
    }

    private static BackupJob Earlier(AccountRegion region, BackupJob job, int day, IdSource ids)
    {
        var (state, category, message) = End(day, ids);
        var created = job.CreationDate.AddDays(-day) - ids.UpTo(TimeSpan.FromMinutes(5));
        var left = state is "COMPLETED" or "PARTIAL";
        var size = (1L << 30) + (long)(ids.Next() % (20UL << 30));
        return new(ids.Guid().ToUpperInvariant(), job.AccountId)
        {
            CreationDate = created,
            FixedState = state,
            FixedCompletion = created + TimeSpan.FromMinutes(5) + ids.UpTo(TimeSpan.FromHours(1)),
            FixedCategory = category,
            StatusMessage = message,
            PercentDone = state == "COMPLETED" ? "100.0" : "0.0",
            BackupVaultName = job.BackupVaultName,
            BackupVaultArn = job.BackupVaultArn,
            RecoveryPointArn = left ? $"arn:aws:backup:{region.Name}:{region.AccountId}:recovery-point:{ids.Guid()}" : null,
            ResourceArn = job.ResourceArn,
            ResourceType = job.ResourceType,
            ResourceName = job.ResourceName,
            IamRoleArn = job.IamRoleArn,
            BackupSizeInBytes = left ? size : null,
            BytesTransferred = left ? size / 3 : null,
            More = job.More,
        };
    }

    private static (string State, string? Category, string? Message) End(int day, IdSource ids)
    {
        var chance = ids.Next() % 100;
        if (chance < FailuresIn100(day)) return SampleJobs.Failures[(int)(ids.Next() % (ulong)SampleJobs.Failures.Length)];
        return chance >= 96 ? SampleJobs.Issue : SampleJobs.Success;
    }

    /// <summary>Few, now more and now less, and two bad days.</summary>
    private static ulong FailuresIn100(int day) => day is 12 or 13 ? 30 : 3 + (ulong)(day * 5 % 7);
}
