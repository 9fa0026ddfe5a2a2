using System.Management.Automation;
using EbsBackup.PowerShell.Session;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Lists the backups that this module has taken.</summary>
/// <remarks>
/// <para>With -BucketName it reads the records in S3, which also tell of the volume and its instance as they were; without, it asks
/// EC2 for the snapshots that carry the module's tags. Snapshots of other tools are never listed.</para>
/// <para>-RegionName, and -AccountRoleArn or -OrganizationRoleName, list many Regions and accounts at once; one that cannot be read is
/// a non-terminating error.</para>
/// <para>A snapshot id that is not found, or a record that cannot be read, is a non-terminating error; the others are listed.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 | Group-Object VolumeId | Select-Object Name, Count
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Counts the backups of each volume.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -Policy default | Sort-Object StartTime | Select-Object -Last 3
/// Stop-EbsBackupSandbox
/// </code>
/// <para>The three newest backups of a policy.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -After $sandbox.Now.AddDays(-2) | Select-Object VolumeId, StartTime
/// Stop-EbsBackupSandbox
/// </code>
/// <para>The backups of the last two days.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EbsBackupSnapshot")]
[OutputType(typeof(EbsBackupSnapshot))]
public sealed class GetEbsBackupSnapshotCommand : FleetCmdlet
{
    private readonly Dictionary<AwsSession, SnapshotQuery> _asked = [];

    /// <summary>Only backups of these volumes, also of those that no longer exist.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] VolumeId { get; set; } = [];

    /// <summary>Only these snapshots.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] SnapshotId { get; set; } = [];

    /// <summary>Only backups of volumes that were attached to these instances. Without -BucketName EC2 knows it only of volumes that were frozen together.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] InstanceId { get; set; } = [];

    /// <summary>Only backups taken at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only backups taken before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only backups of this policy.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Policy { get; set; }

    protected override void Accept(AwsSession session)
    {
        IReadOnlyList<Selection.VolumeId> volumes = [.. Parse(VolumeId, Selection.VolumeId.Parse)];
        IReadOnlyList<Selection.SnapshotId> snapshots = [.. Parse(SnapshotId, Selection.SnapshotId.Parse)];

        // Nothing valid is not everything.
        if (VolumeId.Length + SnapshotId.Length > 0 && volumes.Count + snapshots.Count == 0)
            return;
        var asked = _asked.TryGetValue(session, out var before) ? before : new();
        _asked[session] = asked with { VolumeIds = [.. asked.VolumeIds, .. volumes], SnapshotIds = [.. asked.SnapshotIds, .. snapshots] };
    }

    protected override bool IsAsked(AwsSession session) => _asked.ContainsKey(session);

    protected override void Run(AwsSession session, Fleet fleet)
    {
        IReadOnlyList<Selection.InstanceId> instances = [.. Parse(InstanceId, Selection.InstanceId.Parse)];
        if (InstanceId.Length > 0 && instances.Count == 0)
            return;
        var query = _asked[session] with
        {
            InstanceIds = instances,
            After = After,
            Before = Before,
            Policy = Policy is null ? null : PolicyName.Parse(Policy),
            Catalog = Catalog,
        };
        foreach (var (_, result) in Stream(token => new FleetReader(session).ReadAsync(fleet, query, token)))
        {
            if (result.Error is { } error)
                WriteError(error.ToRecord());
            if (result.Snapshot is { } snapshot)
                WriteObject(new EbsBackupSnapshot(snapshot));
        }
    }
}
