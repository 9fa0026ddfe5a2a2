using System.Management.Automation;
using EbsBackup.Policies;
using EbsBackup.Retention;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Shows what a policy would keep of given backups and why, or what it makes of the coming year. Calls nothing and changes nothing.</summary>
/// <remarks>
/// <para>The rules come from a policy file (-Path) or from parameters of the same names. A backup stays when any rule keeps it;
/// the newest always stays. Rules that keep nothing delete nothing.</para>
/// <para>Without -Simulate it gives one decision for every backup, newest first, with every rule that keeps it. Backups of
/// several volumes, as Get-EbsBackupSnapshot gives them, are judged volume by volume.</para>
/// <para>With -Simulate it takes a backup at -Now and then every -Every, applies the rules at the end of each day, and gives for each
/// day of a year what there would be: how many backups, how far back one could go, and the longest time without a restore point.
/// Backups given with -Snapshot are there from the start.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 | Where-Object State -eq completed | Test-EbsBackupPolicy -KeepWithin 15d -KeepMonthly 12
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Shows which backups of each volume these rules would keep.</para>
/// </example>
/// <example>
/// <code>'2026-01-31T23:30:00Z', '2026-01-30T23:30:00Z', '2026-01-29T23:30:00Z' | Test-EbsBackupPolicy -KeepDaily 2 -Now '2026-02-01T00:00:00Z'</code>
/// <para>Keeps the newest backup of two days and lets the third go.</para>
/// </example>
/// <example>
/// <code>Test-EbsBackupPolicy -KeepHourly 24 -KeepDaily 30 -KeepMonthly 12 -Simulate -Every 1h | Sort-Object Alive | Select-Object -Last 1</code>
/// <para>Finds the day of the coming year with the most backups.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EbsBackupPolicy", DefaultParameterSetName = FromFile)]
[OutputType(typeof(EbsBackupPlannedBackup), typeof(SimulatedDay))]
public sealed class TestEbsBackupPolicyCommand : PSCmdlet
{
    private const string FromFile = "Path";
    private const string FromParameters = "Rules";
    private const string NoVolume = "";

    private readonly Dictionary<string, List<DateTimeOffset>> _volumes = new(StringComparer.Ordinal);

    /// <summary>A policy file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromFile)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Keeps every backup that is younger than this: 15d, 12h or ISO 8601 such as P1Y2M3DT4H.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateNotNullOrEmpty]
    public string? KeepWithin { get; set; }

    /// <summary>Keeps this many of the newest backups; -1 keeps all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepLast { get; set; }

    /// <summary>Keeps the newest backup of each of this many hours; -1: of all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepHourly { get; set; }

    /// <summary>Keeps the newest backup of each of this many days; -1: of all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepDaily { get; set; }

    /// <summary>Keeps the newest backup of each of this many ISO weeks; -1: of all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepWeekly { get; set; }

    /// <summary>Keeps the newest backup of each of this many months; -1: of all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepMonthly { get; set; }

    /// <summary>Keeps the newest backup of each of this many years; -1: of all.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateRange(-1, int.MaxValue)]
    public int KeepYearly { get; set; }

    /// <summary>Where days, weeks, months and years begin, such as Europe/Berlin or W. Europe Standard Time. Left out: UTC.</summary>
    [Parameter(ParameterSetName = FromParameters)]
    [ValidateNotNullOrEmpty]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>When completed backups were taken: instants, or objects with a StartTime and a VolumeId.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("StartTime")]
    public DateTimeOffset[] Snapshot { get; set; } = [];

    /// <summary>The volume of these backups. Left out: all are of one volume.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? VolumeId { get; set; }

    /// <summary>The instant that ages are measured from, and that a simulation begins at. Left out: this one.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow();

    /// <summary>Simulates the coming year of one volume.</summary>
    [Parameter]
    public SwitchParameter Simulate { get; set; }

    /// <summary>The time between the simulation's backups: 1h or PT30M, or 1d, 1w or P1M by the calendar. Left out: 1d.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Every { get; set; } = "1d";

    protected override void ProcessRecord()
    {
        // A simulation is of one volume, whichever they came from.
        var volume = Simulate ? NoVolume : VolumeId ?? NoVolume;
        if (!_volumes.TryGetValue(volume, out var times)) _volumes[volume] = times = [];
        times.AddRange(Snapshot);
    }

    protected override void EndProcessing()
    {
        try
        {
            var rules = ParameterSetName == FromFile ? PolicyFile.Read(GetUnresolvedProviderPathFromPSPath(Path)).Retention : Rules();
            if (Simulate)
                WriteObject(PolicySimulation.Year(rules, _volumes[NoVolume], CalendarDuration.Parse(Every), Now), enumerateCollection: true);
            else
                WriteObject(_volumes.SelectMany(v => PolicyPreview.Of(rules, v.Value, Now).Select(b => new EbsBackupPlannedBackup(b, v.Key == NoVolume ? null : v.Key))), enumerateCollection: true);
        }
        catch (EbsBackupException e)
        {
            ThrowTerminatingError(e.Error.ToRecord(cause: e.InnerException));
        }
    }

    private RetentionRules Rules() => new()
    {
        KeepWithin = KeepWithin is null ? null : CalendarDuration.Parse(KeepWithin),
        KeepLast = KeepLast,
        KeepHourly = KeepHourly,
        KeepDaily = KeepDaily,
        KeepWeekly = KeepWeekly,
        KeepMonthly = KeepMonthly,
        KeepYearly = KeepYearly,
        TimeZone = TimeZone,
    };
}
