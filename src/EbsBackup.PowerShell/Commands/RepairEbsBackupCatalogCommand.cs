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
/// <para>-RegionName, and -AccountRoleArn or -OrganizationRoleName, repair the records of many Regions and accounts in one run. An
/// account or Region that cannot be looked at is a non-terminating error, and its records stay as they are.</para>
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
public sealed class RepairEbsBackupCatalogCommand : FleetCmdlet
{
    /// <summary>The bucket with the records.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public override string? BucketName { get; set; }

    /// <summary>The policy that the original program's backups are adopted into. Left out: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string AdoptPolicy { get; set; } = PolicyName.Default.Value;

    /// <summary>Gives out what was done, object by object, and what was left as it is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Run(AwsSession session, Fleet fleet)
    {
        var repairer = new FleetRepairer(session);
        var plan = Await(token => repairer.PlanAsync(fleet, new(Catalog!) { AdoptPolicy = PolicyName.Parse(AdoptPolicy) }, token));
        if (WhatIf)
        {
            foreach (var error in plan.Errors.Concat(plan.Parts.SelectMany(part => part.Plan.Errors)))
                WriteError(error.ToRecord());
            foreach (var part in plan.Parts)
            {
                foreach (var decision in part.Plan.Decisions)
                    WriteObject(new EbsBackupCatalogRepair(decision, part.Place));
            }

            return;
        }

        plan = plan with { Parts = [.. plan.Parts.Select(part => part with { Plan = part.Plan with { Decisions = [.. part.Plan.Decisions.Where(Agreed)] } })] };
        foreach (var (place, result) in Stream(token => repairer.ExecuteAsync(plan, token)))
        {
            if (result.Error is { } error)
                WriteError(error.ToRecord(result.Decision?.Key));
            else if (PassThru && result.Decision is { } decision)
                WriteObject(new EbsBackupCatalogRepair(decision, place!));
        }
    }

    private bool Agreed(CatalogRepairDecision decision)
    {
        if (decision.Action == CatalogRepairAction.Skip)
            return true;
        var description = string.Format(CultureInfo.InvariantCulture, "{0} {1}: {2}", decision.Action, decision.Key, decision.Reason);
        return ShouldProcess(description, description + "?", "Repair-EbsBackupCatalog");
    }
}
