using System.Collections;
using System.Management.Automation;
using EbsBackup.Catalog;
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
[Cmdlet(VerbsCommon.New, "EbsBackupSnapshot", DefaultParameterSetName = VolumeSet, SupportsShouldProcess = true)]
[OutputType(typeof(EbsBackupSnapshot))]
public sealed class NewEbsBackupSnapshotCommand : SessionCmdlet
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

    /// <summary>Takes the volumes that carry all of these tags: @{ Backup = 'daily' }.</summary>
    [Parameter(ParameterSetName = TagSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Hashtable? Tag { get; set; }

    /// <summary>The bucket that gets the records. Left out: tags alone, no records.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BucketName { get; set; }

    /// <summary>What the records' keys begin with. Left out: snapshots.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeyPrefix { get; set; } = CatalogLocation.DefaultKeyPrefix;

    /// <summary>The name of the policy that the backups belong to. Left out: default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Policy { get; set; } = PolicyName.Default.Value;

    /// <summary>The snapshots' description, at most 255 characters. Left out: one that names policy and slot.</summary>
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

    protected override void Run(AwsSession session)
    {
        // Nothing that was named is the name of a volume: each has had its error.
        if (!_asked.TryGetValue(session, out var asked) || asked.IsEmpty)
            return;
        var taker = new SnapshotTaker(session);
        var plan = Await(token => taker.PlanAsync(Request(asked), token));
        plan = plan with { Items = [.. plan.Items.Where(item => ShouldProcess(Target(item.Volume), Operation(item)))] };
        foreach (var result in Stream(token => taker.ExecuteAsync(plan, token)))
        {
            if (result.Error is { } error)
                WriteError(error.ToRecord(result.VolumeId?.Value));
            if (result.Snapshot is { } snapshot)
                WriteObject(new EbsBackupSnapshot(snapshot));
        }
    }

    private TakeRequest Request(VolumeSelector asked) => new()
    {
        Volumes = asked,
        Policy = PolicyName.Parse(Policy),
        Description = Description,
        SnapshotTags = SnapshotTag.ToTags(),
        Catalog = BucketName is null ? null : new(BucketName, KeyPrefix),
        Wait = Wait,
        Progress = Wait ? WaitingProgress() : null,
    };

    private PipelineProgress<TakeProgress> WaitingProgress()
    {
        var percents = new Dictionary<SnapshotId, int>();
        return new(p => Post(() => WriteProgress(p)), "Waiting for snapshots", one =>
        {
            percents[one.SnapshotId] = one.PercentDone;
            return ($"{percents.Values.Count(p => p < 100)} of {percents.Count} pending", (int)percents.Values.Average());
        });
    }

    private static string Target(SelectedVolume volume) =>
        volume.InstanceId is { } instance ? $"{volume.VolumeId} ({volume.SizeGiB} GiB, {volume.Device} of {instance})" : $"{volume.VolumeId} ({volume.SizeGiB} GiB)";

    private static string Operation(TakeItem item) =>
        item.Action == TakeAction.Create ? "Create a snapshot" : $"Adopt the slot's snapshot {item.Existing?.SnapshotId}";
}
