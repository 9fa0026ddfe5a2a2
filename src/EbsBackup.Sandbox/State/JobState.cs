using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.State;

/// <summary>Backup jobs in the state file: AWS's shape; a job with <c>_sandbox</c> goes on with the clock, others stand.</summary>
internal static class JobState
{
    private static readonly HashSet<string> Own =
    [
        "AccountId", "BackupJobId", "BackupVaultName", "BackupVaultArn", "RecoveryPointArn", "ResourceArn", "CreationDate", "CompletionDate", "State",
        "StatusMessage", "PercentDone", "BackupSizeInBytes", "IamRoleArn", "ResourceType", "BytesTransferred", "ParentJobId", "ResourceName", "MessageCategory",
    ];

    public static BackupJob Read(Sandbox sandbox, AccountRegion region, StateNode node, Structure read, StateNode? ours)
    {
        ours?.Only("endsAt", "endsAs", "recoveryPointArn");
        var id = node.Required("BackupJobId");
        var created = read.Time("CreationDate") ?? throw node.Error("'CreationDate' is missing");
        var more = new Structure();
        foreach (var (name, value) in read)
        {
            if (!Own.Contains(name)) more.Add(name, value);
        }

        var intern = sandbox.State.Intern;
        var vault = intern(read.Text("BackupVaultName") ?? "Default");
        region.Backup.Vaults.TryAdd(vault, created);
        return new(id, intern(read.Text("AccountId") ?? region.AccountId))
        {
            CreationDate = created,
            Course = ours?.Time("endsAt") is { } ends ? new(created, ends, ours.Text("endsAs") ?? "COMPLETED") : null,
            FixedState = intern(read.Text("State") ?? throw node.Error("'State' is missing")),
            FixedCompletion = read.Time("CompletionDate"),
            FixedCategory = read.Text("MessageCategory") is { } category ? intern(category) : null,
            StatusMessage = read.Text("StatusMessage"),
            PercentDone = read.Text("PercentDone") is { } percent ? intern(percent) : null,
            BackupVaultName = vault,
            BackupVaultArn = read.Text("BackupVaultArn") is { } arn ? intern(arn) : null,
            RecoveryPointArn = ours?.Text("recoveryPointArn") ?? read.Text("RecoveryPointArn"),
            ResourceArn = intern(read.Text("ResourceArn") ?? ""),
            ResourceType = intern(read.Text("ResourceType") ?? ""),
            ResourceName = read.Text("ResourceName"),
            IamRoleArn = read.Text("IamRoleArn") is { } role ? intern(role) : null,
            ParentJobId = read.Text("ParentJobId"),
            BackupSizeInBytes = read.Long("BackupSizeInBytes"),
            BytesTransferred = read.Long("BytesTransferred"),
            More = more.Count > 0 ? more : null,
        };
    }

    public static Func<BackupJob, Structure?> Ours(DateTimeOffset now) => job => job.Course is null || now >= job.Course.Ends
        ? null
        : new() { { "endsAt", job.Course.Ends }, { "endsAs", job.Course.EndsAs }, { "recoveryPointArn", job.RecoveryPointArn } };
}
