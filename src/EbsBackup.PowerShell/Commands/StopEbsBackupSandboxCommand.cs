using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Stops sandboxes; all that run in this process when none is named.</summary>
[Cmdlet(VerbsLifecycle.Stop, "EbsBackupSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class StopEbsBackupSandboxCommand : AsyncPSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public EbsBackupSandbox[]? Sandbox { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var sandbox in Sandbox ?? [.. EbsBackupSandbox.Running])
        {
            if (ShouldProcess(sandbox.EndpointUrl, "Stop the sandbox"))
                Await(_ => sandbox.StopAsync());
        }
    }
}
