using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Starts AWS in memory, on loopback.</summary>
[Cmdlet(VerbsLifecycle.Start, "EbsBackupSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(EbsBackupSandbox))]
public sealed class StartEbsBackupSandboxCommand : AsyncPSCmdlet
{
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    [Parameter]
    public SwitchParameter SampleFleet { get; set; }

    protected override void ProcessRecord()
    {
        if (!ShouldProcess($"127.0.0.1:{Port}", "Start the sandbox"))
            return;
#if NETFRAMEWORK
        ThrowTerminatingError(new EbsBackupError(
            nameof(SR.SandboxNeedsPowerShell7), ErrorCategory.NotSpecified, "Start-EbsBackupSandbox",
            SR.SandboxNeedsPowerShell7, SR.SandboxNeedsPowerShell7_Action).ToRecord());
#else
        try
        {
            WriteObject(new EbsBackupSandbox(SandboxHost.Start(new()
            {
                Port = Port,
                StatePath = StatePath is null ? null : GetUnresolvedProviderPathFromPSPath(StatePath),
                SampleFleet = SampleFleet,
            })));
        }
        catch (EbsBackupException e)
        {
            ThrowTerminatingError(e.Error.ToRecord(cause: e.InnerException));
        }
#endif
    }
}
