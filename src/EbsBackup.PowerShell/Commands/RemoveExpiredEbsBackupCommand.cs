using System.Globalization;
using System.Management.Automation;
using EbsBackup.PowerShell.Session;
using EbsBackup.Retention;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Deletes the backups that are older than their retention, and never a volume's newest completed one.</summary>
/// <remarks>
/// <para>Only snapshots that carry this module's tags for the policy are looked at; volumes that no longer exist are included.
/// The newest completed backup of each volume stays, whatever its age, and so does every snapshot with the tag ebs-backup:hold.
/// With -BucketName the record of a snapshot goes with it.</para>
/// <para>-RegionName, and -AccountRoleArn or -OrganizationRoleName, make it one run over many Regions and accounts; the records are
/// those of one bucket. An account or Region that cannot be worked in is a non-terminating error; the others go on.</para>
/// <para>When the retention is not that of the last successful run, as the records tell, and more than half of a volume's backups
/// would go, none of them goes unless -AcceptLargeDeletion says so: a mistyped number of days must not cost the history.</para>
/// <para>-WhatIf gives one decision for every snapshot, those that stay included, with the reasons, and changes nothing. Without it,
/// each deletion is asked for; a script says -Confirm:$false. What AWS protects (an image's snapshot, a locked one) is skipped
/// with a warning. A deletion that fails is a non-terminating error; the others go on.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Remove-ExpiredEbsBackup -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -WhatIf | Group-Object Action -NoElement
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Shows how many backups would stay and how many would go.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Remove-ExpiredEbsBackup -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -RetentionDays 30 -Confirm:$false -PassThru | Where-Object Action -eq 'Delete'
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Deletes what is older than 30 days and shows what went.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Remove-ExpiredEbsBackup -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -RegionName us-east-1, eu-west-1 -WhatIf | Group-Object Region, Action -NoElement
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Shows the same for two Regions.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ExpiredEbsBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EbsBackupDecision))]
public sealed class RemoveExpiredEbsBackupCommand : FleetCmdlet
{
    private readonly Dictionary<AwsSession, IReadOnlyList<Selection.VolumeId>> _asked = [];

    /// <summary>Days that a backup is kept, counted from now. Left out: 15.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int RetentionDays { get; set; } = 15;

    /// <summary>Only backups of these volumes. Left out: of all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] VolumeId { get; set; } = [];

    /// <summary>The policy whose backups are looked at. Left out: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Policy { get; set; } = PolicyName.Default.Value;

    /// <summary>Agrees that more than half of a volume's backups go at once, under a retention that is not that of the last run.</summary>
    [Parameter]
    public SwitchParameter AcceptLargeDeletion { get; set; }

    /// <summary>Gives a decision for every snapshot, with its reasons.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Accept(AwsSession session)
    {
        IReadOnlyList<Selection.VolumeId> volumes = [.. Parse(VolumeId, Selection.VolumeId.Parse)];

        // Nothing valid is not everything.
        if (VolumeId.Length > 0 && volumes.Count == 0)
            return;
        _asked[session] = _asked.TryGetValue(session, out var before) ? [.. before, .. volumes] : volumes;
    }

    protected override bool IsAsked(AwsSession session) => _asked.ContainsKey(session);

    protected override void Run(AwsSession session, Fleet fleet)
    {
        var expirer = new FleetExpirer(session);
        var plan = Await(token => expirer.PlanAsync(fleet, Request(_asked[session]), token));
        if (WhatIf)
        {
            foreach (var error in plan.Errors)
                WriteError(error.ToRecord());
            foreach (var part in plan.Parts)
            {
                foreach (var decision in part.Plan.Decisions)
                    WriteObject(new EbsBackupDecision(decision, part.Place, part.Plan.Now));
            }

            return;
        }

        plan = plan with { Parts = [.. plan.Parts.Select(part => part with { Plan = part.Plan with { Decisions = [.. part.Plan.Decisions.Where(Agreed)] } })] };
        var planned = plan.Parts.ToDictionary(part => part.Place, part => part.Plan.Now);
        var skipped = new List<RetentionResult>();
        foreach (var (place, result) in Stream(token => expirer.ExecuteAsync(plan, token)))
        {
            var isOfSnapshot = place is not null && result.SnapshotId != default;
            if (result.Error is { } error)
                WriteError(error.ToRecord(isOfSnapshot ? result.SnapshotId.Value : null));
            else if (result.Action == RetentionAction.Skip)
                skipped.Add(result);
            if (PassThru && isOfSnapshot)
                WriteObject(new EbsBackupDecision(result, place!, planned[place!]));
        }

        // A brake holds every backup of a volume for one reason: one warning, not hundreds.
        foreach (var alike in skipped.GroupBy(r => (r.VolumeId, Why: string.Join("; ", r.Reasons))))
            WriteWarning($"{(alike.Count() == 1 ? alike.First().SnapshotId.Value : $"{alike.Count()} snapshots")} of {alike.Key.VolumeId}: {alike.Key.Why}");
    }

    private bool Agreed(RetentionDecision decision)
    {
        if (decision.Action != RetentionAction.Delete)
            return true;
        var description = string.Format(
            CultureInfo.InvariantCulture, "Delete {0} of {1}, taken {2:yyyy-MM-dd HH:mm} UTC: {3}",
            decision.Snapshot.SnapshotId, decision.Snapshot.Volume, decision.Snapshot.Time.UtcDateTime, string.Join("; ", decision.Reasons));
        return ShouldProcess(description, description + "?", "Remove-ExpiredEbsBackup");
    }

    private RetentionRequest Request(IReadOnlyList<Selection.VolumeId> volumes) => new()
    {
        Rules = new() { KeepWithin = CalendarDuration.OfDays(RetentionDays) },
        Policy = PolicyName.Parse(Policy),
        AcceptLargeDeletion = AcceptLargeDeletion,
        VolumeIds = volumes,
        Catalog = Catalog,
    };
}
