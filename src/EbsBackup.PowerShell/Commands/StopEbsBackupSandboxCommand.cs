using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Stops sandboxes that Start-EbsBackupSandbox started.</summary>
/// <remarks>Without a sandbox it stops all that run in this process. A sandbox that was stopped already is left alone.</remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox
/// $sandbox | Stop-EbsBackupSandbox
/// </code>
/// <para>Stops one sandbox.</para>
/// </example>
/// <example>
/// <code>Stop-EbsBackupSandbox</code>
/// <para>Stops every sandbox of this process.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "EbsBackupSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class StopEbsBackupSandboxCommand : AsyncPSCmdlet
{
    /// <summary>The sandboxes to stop, as Start-EbsBackupSandbox gave them. Left out: all.</summary>
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
