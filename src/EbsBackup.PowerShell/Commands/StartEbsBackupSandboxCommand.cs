using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Starts a sandbox: AWS in memory, in this process, served over HTTP on this machine alone.</summary>
/// <remarks>
/// <para>The sandbox answers for EC2, EBS, S3, STS, AWS Backup and Organizations as far as this module needs them. Nothing leaves
/// the machine and nothing costs money. While it runs, the other cmdlets need no credentials beside its address in -EndpointUrl.</para>
/// <para>It ends with Stop-EbsBackupSandbox or with the process, and its state with it. It needs PowerShell 7.4 or later;
/// in Windows PowerShell 5.1, start it with "ebsbackup sandbox" and pass its address.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 | Select-Object -First 5
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Starts a sandbox with a fleet of volumes, instances, snapshots and backup jobs to try things on, looks at it and stops it.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox
/// $sandbox.AdvanceClock('20.00:00:00')
/// $sandbox.Now
/// $sandbox | Stop-EbsBackupSandbox
/// </code>
/// <para>Moves the sandbox's clock twenty days on: what was pending is complete, and what was to expire is due.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EbsBackupSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(EbsBackupSandbox))]
public sealed class StartEbsBackupSandboxCommand : AsyncPSCmdlet
{
    /// <summary>The TCP port on 127.0.0.1. Left out or 0: a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>A JSON file with the accounts, volumes, instances, snapshots and backup jobs to start from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Starts with a sample fleet: several accounts with volumes, instances, weeks of snapshots and a day of backup jobs.</summary>
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
