using System.CommandLine;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup</c>: the library without PowerShell, for cron, containers and the sandbox.</summary>
public static class EbsBackupCommand
{
    public static RootCommand Create() => new("EBS snapshots taken, recorded and expired; AWS Backup jobs reported. Exit codes: 0 succeeded, 3 partial, 1 failed, 2 misused.")
    {
        RunCommand.Create(),
        PlanCommand.Create(),
        DemoCommand.Create(),
        SandboxCommand.Create(),
    };
}
