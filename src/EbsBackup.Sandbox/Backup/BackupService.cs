using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>AWS Backup: jobs of an account and of an Organization, vaults, recovery points.</summary>
internal sealed class BackupService : ModelService
{
    public BackupService(Sandbox sandbox)
        : base(sandbox, "backup", "backup", Dialect.Backup)
    {
        foreach (var group in (IEnumerable<(string, Func<OperationCall, Structure>)>[])[BackupJobs.Operations, OtherJobs.Operations, JobSummaries.Operations, Vaults.Operations])
        {
            foreach (var (operation, handler) in group) On(operation, handler);
        }
    }
}
