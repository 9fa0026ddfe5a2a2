using System.Collections;
using System.Management.Automation;
using EbsBackup.PowerShell.Session;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Takes snapshots of EBS volumes, by id, by instance or by tag, and records each in S3.</summary>
/// <remarks>
/// <para>Volumes of one instance, named with -InstanceId, are frozen together. Each snapshot is tagged by the call that creates it
/// (policy, slot, volume, run), so that it can be told from others' snapshots for ever. With -BucketName a JSON record of each is
/// kept in S3; a run that is killed leaves nothing that the next run does not finish.</para>
/// <para>-RegionName, and -AccountRoleArn or -OrganizationRoleName, make it one run over many Regions and accounts: one slot, one bucket.
/// An account or Region that cannot be worked in is a non-terminating error; the others are taken.</para>
/// <para>-WhatIf gives one object for every volume that was looked at, with why it is in or out, and changes nothing.</para>
/// <para>A volume that is not there, or that fails, is a non-terminating error; the others are taken. Without -Wait the snapshots
/// come out as soon as they have begun, with it when they have completed or failed.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// $volume = Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 | Select-Object -First 1 -ExpandProperty VolumeId
/// New-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -VolumeId $volume
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Takes a snapshot of one volume, without a record.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// New-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -RegionName us-east-1, eu-west-1 -Tag @{ '*' = '*' } -ExcludeBootVolume -WhatIf | Group-Object Region, Action, Reason -NoElement
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Shows, for two Regions, which tagged volumes would be taken and which are left out, and why.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "EbsBackupSnapshot", DefaultParameterSetName = VolumeSet, SupportsShouldProcess = true)]
[OutputType(typeof(EbsBackupSnapshot))]
public sealed class NewEbsBackupSnapshotCommand : FleetCmdlet
{
    private const string VolumeSet = "VolumeId";
    private const string InstanceSet = "InstanceId";
    private const string TagSet = "Tag";

    private readonly Dictionary<AwsSession, VolumeSelector> _asked = [];

    /// <summary>The volumes to take.</summary>
    [Parameter(ParameterSetName = VolumeSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] VolumeId { get; set; } = [];

    /// <summary>The instances whose EBS volumes are taken, those of one instance frozen together.</summary>
    [Parameter(ParameterSetName = InstanceSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Takes the volumes that carry all of these tags: @{ Backup = 'daily' }. In keys and values * stands for any text and ? for one character or none.</summary>
    [Parameter(ParameterSetName = TagSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Hashtable? Tag { get; set; }

    /// <summary>Leaves out volumes that carry any of these tags, however they were selected: @{ Environment = 'test*' }.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Hashtable? ExcludeTag { get; set; }

    /// <summary>Leaves out the volumes that their instances start from.</summary>
    [Parameter]
    public SwitchParameter ExcludeBootVolume { get; set; }

    /// <summary>Leaves out all volumes that no instance starts from.</summary>
    [Parameter]
    public SwitchParameter ExcludeDataVolume { get; set; }

    /// <summary>The name of the policy that the backups belong to. Left out: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Policy { get; set; } = PolicyName.Default.Value;

    /// <summary>The snapshots' description, at most 255 characters; {policy}, {slot}, {run}, {volume}, {instance}, {device} and {name} (the volume's Name tag) are filled in. Left out: one that names policy and slot.</summary>
    [Parameter]
    [ValidateLength(1, 255)]
    public string? Description { get; set; }

    /// <summary>Tags for the snapshots, beside the module's own and those of the volume.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? SnapshotTag { get; set; }

    /// <summary>Waits until the snapshots have completed or failed.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void Accept(AwsSession session)
    {
        var asked = _asked.TryGetValue(session, out var before) ? before : new();
        _asked[session] = asked with
        {
            VolumeIds = [.. asked.VolumeIds, .. Parse(VolumeId, Selection.VolumeId.Parse)],
            InstanceIds = [.. asked.InstanceIds, .. Parse(InstanceId, Selection.InstanceId.Parse)],
            Tags = Tag.ToTags(),
        };
    }

    // Nothing that was named is the name of a volume: each has had its error.
    protected override bool IsAsked(AwsSession session) => _asked.TryGetValue(session, out var asked) && !asked.IsEmpty;

    protected override void Run(AwsSession session, Fleet fleet)
    {
        var taker = new FleetTaker(session);
        var plan = Await(token => taker.PlanAsync(fleet, Request(_asked[session]), token));
        if (WhatIf)
        {
            Show(plan);
            return;
        }

        plan = plan with { Parts = [.. plan.Parts.Select(part => part with { Plan = part.Plan with { Items = [.. part.Plan.Items.Where(Agreed)] } })] };
        foreach (var (_, result) in Stream(token => taker.ExecuteAsync(plan, token)))
        {
            if (result.Error is { } error)
                WriteError(error.ToRecord(result.VolumeId?.Value));
            if (result.Snapshot is { } snapshot)
                WriteObject(new EbsBackupSnapshot(snapshot));
        }
    }

    private bool Agreed(TakeItem item) => ShouldProcess(Target(item.Volume), Operation(item));

    private void Show(FleetPlan<TakePlan> plan)
    {
        foreach (var error in plan.Errors.Concat(plan.Parts.SelectMany(p => p.Plan.Errors)))
            WriteError(error.ToRecord());
        foreach (var part in plan.Parts.Select(p => p.Plan))
        {
            var items = part.Items.ToDictionary(i => i.Volume.VolumeId);
            foreach (var choice in part.Choices)
                WriteObject(new EbsBackupSelection(part, choice, items.TryGetValue(choice.Volume.VolumeId, out var item) ? item : null));
        }
    }

    private TakeRequest Request(VolumeSelector asked) => new()
    {
        Volumes = asked with
        {
            ExcludeTags = ExcludeTag.ToTags(),
            ExcludeBootVolumes = ExcludeBootVolume,
            ExcludeDataVolumes = ExcludeDataVolume,
            Explain = WhatIf,
        },
        Policy = PolicyName.Parse(Policy),
        Description = Description,
        SnapshotTags = SnapshotTag.ToTags(),
        Catalog = Catalog,
        Wait = Wait,
        Progress = WaitingProgress(),
    };

    private PipelineProgress<TakeProgress> WaitingProgress()
    {
        var percents = new Dictionary<SnapshotId, int>();
        var remaining = new Dictionary<SnapshotId, TimeSpan>();
        return new(p => Post(() => WriteProgress(p)), "Waiting for snapshots", one =>
        {
            if (one.IsInTheWay)
                return ($"{one.VolumeId} waits for its earlier snapshot {one.SnapshotId}{Estimate(one.Remaining)}", one.PercentDone);

            // Places are waited for side by side.
            lock (percents)
            {
                percents[one.SnapshotId] = one.PercentDone;
                remaining[one.SnapshotId] = one.Remaining ?? TimeSpan.Zero;
                return ($"{percents.Values.Count(p => p < 100)} of {percents.Count} pending{Estimate(remaining.Values.Max())}", (int)percents.Values.Average());
            }
        });
    }

    private static string Estimate(TimeSpan? left) => left > TimeSpan.Zero ? $", about {Math.Ceiling(left.Value.TotalMinutes)} min left" : "";

    private static string Target(SelectedVolume volume) =>
        volume.InstanceId is { } instance ? $"{volume.VolumeId} ({volume.SizeGiB} GiB, {volume.Device} of {instance})" : $"{volume.VolumeId} ({volume.SizeGiB} GiB)";

    private static string Operation(TakeItem item) =>
        item.Action == TakeAction.Create ? "Create a snapshot" : $"Adopt the slot's snapshot {item.Existing?.SnapshotId}";
}
