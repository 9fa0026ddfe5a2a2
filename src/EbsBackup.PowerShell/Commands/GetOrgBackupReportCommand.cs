using System.Globalization;
using System.Management.Automation;
using EbsBackup.Coverage;
using EbsBackup.OrgReport;
using EbsBackup.PowerShell.Session;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Reports the AWS Backup jobs of every account of an Organization: as objects, or as files with counts.</summary>
/// <remarks>
/// <para>Without -OutputPath and -BucketName the jobs come down the pipeline as they are read. With either, one CSV file per
/// status and a JSON manifest are written below BackupReports/YYYY/MM/DD, and one report object comes out: window, counts,
/// files, outcome. COMPLETED holds every completed job; COMPLETED_WITH_ISSUES repeats those whose message category is not
/// SUCCESS. Files appear together, the manifest last.</para>
/// <para>Only the Organization's management account may list the jobs of all accounts: run there, or name a role of that
/// account in -ManagementRoleArn.</para>
/// <para>Where earlier days are missing beside a written report, and AWS Backup still has their jobs, a warning names them and the
/// command that writes them: the same one with -Backfill.</para>
/// <para>A Region that cannot be read is a non-terminating error; what could be read is reported, with the outcome Partial.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// $role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
/// Get-OrgBackupReport -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -ManagementRoleArn $role | Where-Object State -eq 'FAILED'
/// Stop-EbsBackupSandbox
/// </code>
/// <para>The failed jobs of the last 24 hours, as objects.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// $role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
/// $report = Get-OrgBackupReport -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -ManagementRoleArn $role -Hours 48 -OutputPath ./reports
/// $report.Counts
/// $report.Files | Select-Object Category, Rows, Key
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Writes the last two days as CSV files below ./reports and shows the counts.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "OrgBackupReport", DefaultParameterSetName = HoursSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(OrgBackupJob), typeof(OrgCopyJob), typeof(OrgRestoreJob), typeof(ResourceCoverage), typeof(OrgBackupReport))]
public sealed class GetOrgBackupReportCommand : DestinationCmdlet
{
    private const string HoursSet = "Hours";
    private const string DateSet = "Date";
    private const string BackfillSet = "Backfill";

    private readonly Dictionary<AwsSession, List<DateTime>> _days = [];

    /// <summary>A role in the Organization's management account. With it, -ExternalId is this role's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagementRoleArn { get; set; }

    /// <summary>Days, each from 00:00 to 24:00 UTC and with a report of its own. AWS Backup keeps jobs for 30 days.</summary>
    [Parameter(ParameterSetName = DateSet, Mandatory = true, ValueFromPipeline = true)]
    public DateTime[] Date { get; set; } = [];

    /// <summary>Writes the reports of all days that AWS Backup still has and that are missing, or not complete, in -OutputPath or -BucketName.</summary>
    [Parameter(ParameterSetName = BackfillSet, Mandatory = true)]
    public SwitchParameter Backfill { get; set; }

    /// <summary>The hours before now, at most 720. Left out: 24.</summary>
    [Parameter(ParameterSetName = HoursSet)]
    public double Hours { get; set; } = OrgReportOptions.DefaultHours;

    /// <summary>The Regions to ask. Left out: the session's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[] RegionName { get; set; } = [];

    /// <summary>Asks all Regions that are enabled in the management account, whatever -RegionName says. Its role must allow ec2:DescribeRegions.</summary>
    [Parameter]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>Reports the copy jobs too.</summary>
    [Parameter]
    public SwitchParameter IncludeCopyJob { get; set; }

    /// <summary>Reports the restore jobs too.</summary>
    [Parameter]
    public SwitchParameter IncludeRestoreJob { get; set; }

    /// <summary>Looks for what nothing protects, too, as Get-OrgBackupCoverage does: a section of the page, and files of its own below BackupCoverage. Without a destination the resources follow the jobs.</summary>
    [Parameter]
    public SwitchParameter IncludeCoverage { get; set; }

    /// <summary>With -IncludeCoverage, the role to assume in each account but the session's own. -ExternalId is given to it too. Left out: EbsBackup-Role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string OrganizationRoleName { get; set; } = CoverageOptions.DefaultOrganizationRole;

    /// <summary>With -IncludeCoverage, the age beyond which a backup is stale: 25h, 2d, 1d12h … Left out: 25 hours.</summary>
    [Parameter]
    [AgeTransformation]
    public TimeSpan MaxAge { get; set; } = CoverageOptions.DefaultMaxAge;

    /// <summary>With -IncludeCoverage, tags by which a volume or an instance opts out: keys or key=value. Left out: ebs-backup:exclude.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] OptOutTag { get; set; } = [CoverageOptions.DefaultOptOutTag];

    /// <summary>With -IncludeCoverage, accounts to leave out of it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeAccountId { get; set; } = [];

    /// <summary>What the files' paths and keys begin with. Left out: BackupReports.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeyPrefix { get; set; } = OrgReportOptions.DefaultKeyPrefix;

    protected override string? SessionExternalId => ManagementRoleArn is null ? ExternalId : null;

    protected override void Accept(AwsSession session)
    {
        if (!_days.TryGetValue(session, out var days))
            _days[session] = days = [];
        days.AddRange(Date);
    }

    protected override void Run(AwsSession session)
    {
        using var reporter = new OrgReporter(session, Options());
        IReadOnlyList<DateTime> days = Backfill ? Await(reporter.MissingDaysAsync) : _days[session];
        if (!HasDestination)
            Read(reporter, days);
        else if (ParameterSetName == HoursSet)
            Offer(Write(reporter, "Write the report"));
        else
            WriteDays(reporter, days);
    }

    private void WriteDays(OrgReporter reporter, IReadOnlyList<DateTime> days)
    {
        OrgBackupReport? last = null;
        foreach (var day in days)
            last = Write(reporter.OnDay(day), $"Write the report of {DayRanges.Text([day])}") ?? last;
        if (!Backfill)
            Offer(last);
    }

    private void Read(OrgReporter reporter, IReadOnlyList<DateTime> days)
    {
        foreach (var one in ParameterSetName == DateSet ? days.Select(reporter.OnDay) : [reporter])
        {
            foreach (var job in Stream(token => one.ReadAsync(
                error => Post(() => WriteError(error.ToRecord())), note => Post(() => WriteWarning(note)), token)))
                WriteObject(job);
        }

        foreach (var resource in Stream(token => reporter.ReadCoverageAsync(error => Post(() => WriteError(error.ToRecord())), token)))
            WriteObject(resource);
    }

    private OrgBackupReport? Write(OrgReporter reporter, string action)
    {
        if (!ShouldProcess(Destination, action))
            return null;
        var progress = new PipelineProgress<long>(p => Post(() => WriteProgress(p)), "Reading backup jobs", jobs => ($"{jobs:N0} jobs", -1));
        var report = Await(token => reporter.WriteAsync(progress, token));
        foreach (var error in report.Errors.Concat(report.Coverage?.Errors ?? []))
            WriteError(error.ToRecord());
        foreach (var note in report.Notes)
            WriteWarning(note);
        WriteObject(report);
        return report;
    }

    /// <summary>Names the days that are missing, and the command that fetches them.</summary>
    private void Offer(OrgBackupReport? report)
    {
        if (report is not { Outcome: not Outcome.Failed, MissingDays.Count: > 0 })
            return;
        var command = CommandLine.Of(MyInvocation, ["Date", "Hours"], ["Credential", "ExternalId"], "-Backfill");
        WriteWarning(string.Format(CultureInfo.InvariantCulture, SR.DaysMissing, report.MissingDays.Count, DayRanges.Text(report.MissingDays), command));
    }

    private CoverageOptions Coverage() => new()
    {
        ExternalId = ExternalId,
        OrganizationRole = OrganizationRoleName,
        MaxAge = MaxAge,
        OptOutTags = OptOutTag,
        ExcludedAccountIds = ExcludeAccountId,
    };

    private OrgReportOptions Options() => new()
    {
        ManagementRoleArn = ManagementRoleArn,
        ExternalId = ManagementRoleArn is null ? null : ExternalId,
        Regions = RegionName,
        AllRegions = AllRegions,
        IncludeCopyJobs = IncludeCopyJob,
        IncludeRestoreJobs = IncludeRestoreJob,
        // What protects a resource is known of now alone.
        Coverage = IncludeCoverage && !Backfill ? Coverage() : null,
        Hours = ParameterSetName == HoursSet ? Hours : null,
        OutputPath = OutputPath is null ? null : GetUnresolvedProviderPathFromPSPath(OutputPath),
        BucketName = BucketName,
        KmsKeyId = KmsKeyId,
        KeyPrefix = KeyPrefix,
        KeyLayout = KeyLayout,
    };
}
