using System.CommandLine;
using System.CommandLine.Help;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup</c>: the library without PowerShell, for cron, containers and the sandbox.</summary>
public static class EbsBackupCommand
{
    // A RootCommand would call itself after its assembly, which has another name than the command.
    public static Command Create() => new("ebsbackup", "EBS snapshots taken, recorded and expired; AWS Backup jobs reported. Exit codes: 0 succeeded, 3 partial, 1 failed, 2 misused.")
    {
        new HelpOption(),
        new VersionOption(),
        RunCommand.Create(),
        PlanCommand.Create(),
        DemoCommand.Create(),
        SandboxCommand.Create(),
    };
}
