using System.Globalization;
using System.Management.Automation;
using EbsBackup.Catalog;
using EbsBackup.PowerShell.Session;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Brings the records in S3 in step with the snapshots in EC2, both ways, or builds them anew.</summary>
/// <remarks>
/// <para>The snapshots' tags are the truth. A backup without a record gets one, so that an empty bucket is filled again; a record that
/// is out of date is refreshed; a record goes only when it is older than an hour and EC2, asked by id, knows no such snapshot. What
/// killed runs left behind is finished. What is in order is left alone and not shown.</para>
/// <para>A record of the original program, snapshots/snap-….json, is adopted: its snapshot gets this module's tags, belongs to
/// -AdoptPolicy from then on and expires with it; the record takes its place among the others.</para>
/// <para>-WhatIf gives one decision for every object that is not in order, and changes nothing. A policy that a run is just working on
/// is a non-terminating error, and so is what fails; the rest is repaired.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Repair-EbsBackupCatalog -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -BucketName ebs-backup-records -WhatIf | Group-Object Action -NoElement
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Shows how many records a repair would write, refresh and drop.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "EbsBackupCatalog", SupportsShouldProcess = true)]
[OutputType(typeof(EbsBackupCatalogRepair))]
public sealed class RepairEbsBackupCatalogCommand : SessionCmdlet
{
    /// <summary>The bucket with the records.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string BucketName { get; set; } = "";

    /// <summary>What the records' keys begin with. Left out: snapshots.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeyPrefix { get; set; } = CatalogLocation.DefaultKeyPrefix;

    /// <summary>The policy that the original program's backups are adopted into. Left out: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string AdoptPolicy { get; set; } = PolicyName.Default.Value;

    /// <summary>Gives out what was done, object by object, and what was left as it is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Run(AwsSession session)
    {
        var repairer = new CatalogRepairer(session);
        var request = new CatalogRepairRequest(new(BucketName, KeyPrefix)) { AdoptPolicy = PolicyName.Parse(AdoptPolicy) };
        var plan = Await(token => repairer.PlanAsync(request, token));
        if (WhatIf)
        {
            foreach (var error in plan.Errors)
                WriteError(error.ToRecord());
            foreach (var decision in plan.Decisions)
                WriteObject(new EbsBackupCatalogRepair(decision));
            return;
        }

        var agreed = plan with { Decisions = [.. plan.Decisions.Where(d => d.Action == CatalogRepairAction.Skip || Agreed(d))] };
        foreach (var result in Stream(token => repairer.ExecuteAsync(agreed, token)))
        {
            if (result.Error is { } error)
                WriteError(error.ToRecord(result.Decision?.Key));
            else if (PassThru && result.Decision is { } decision)
                WriteObject(new EbsBackupCatalogRepair(decision));
        }
    }

    private bool Agreed(CatalogRepairDecision decision)
    {
        var description = string.Format(CultureInfo.InvariantCulture, "{0} {1}: {2}", decision.Action, decision.Key, decision.Reason);
        return ShouldProcess(description, description + "?", "Repair-EbsBackupCatalog");
    }
}
