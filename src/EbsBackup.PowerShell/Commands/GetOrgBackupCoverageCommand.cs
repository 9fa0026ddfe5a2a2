using System.Management.Automation;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;
using EbsBackup.PowerShell.Session;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Commands;

/// <summary>Tells what protects the resources of an Organization's accounts, how old that is, and what nothing protects.</summary>
/// <remarks>
/// <para>EBS volumes and EC2 instances as EC2 lists them, and whatever else AWS Backup has recovery points of (RDS, DynamoDB, EFS,
/// S3 and others), per account and Region. Each resource is Covered, Stale (its newest backup is older than -MaxAge),
/// Unprotected, OptedOut by a tag, or Unknown. What could not be read is Unknown, never Covered. An instance is covered only if all
/// its volumes are.</para>
/// <para>The accounts are those of the Organization, which its management account lists: run there, or name a role of that account in
/// -ManagementRoleArn, or name the accounts in -AccountId. In each account but the session's own the role -OrganizationRoleName is assumed.</para>
/// <para>Without -OutputPath and -BucketName the resources come down the pipeline. With either, coverage.csv, coverage.json,
/// coverage.html and manifest.json are written below BackupCoverage/YYYY/MM/DD, and one report object comes out: counts,
/// files, outcome.</para>
/// <para>An account or a Region that cannot be read is a non-terminating error; the others go on. With -FailOn, there is one more
/// error at the end when anything has one of these statuses: a script that stops at errors then fails.</para>
/// </remarks>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// $role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
/// Get-OrgBackupCoverage -EndpointUrl $sandbox.EndpointUrl -Region us-east-1 -ManagementRoleArn $role | Where-Object Status -eq 'Unprotected'
/// Stop-EbsBackupSandbox
/// </code>
/// <para>What nothing protects, in all accounts of the Organization.</para>
/// </example>
/// <example>
/// <code>
/// $sandbox = Start-EbsBackupSandbox -SampleFleet
/// $coverage = Get-OrgBackupCoverage -EndpointUrl $sandbox.EndpointUrl -AccountId 222222222222, 333333333333 -RegionName us-east-1, eu-west-1 -MaxAge 2d -OutputPath ./coverage
/// $coverage.Counts
/// $coverage.Files | Select-Object Category, Rows, Key
/// Stop-EbsBackupSandbox
/// </code>
/// <para>Writes the coverage of two accounts and two Regions below ./coverage; a backup may be two days old.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "OrgBackupCoverage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ResourceCoverage), typeof(CoverageReport))]
public sealed class GetOrgBackupCoverageCommand : DestinationCmdlet
{
    /// <summary>A role in the Organization's management account that may list its accounts. -ExternalId is given to it, and to the role of each account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ManagementRoleArn { get; set; }

    /// <summary>The accounts to look into. Left out: all of the Organization.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AccountId { get; set; }

    /// <summary>Accounts to leave out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ExcludeAccountId { get; set; }

    /// <summary>The role to assume in each account but the session's own. Left out: EbsBackup-Role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string OrganizationRoleName { get; set; } = CoverageOptions.DefaultOrganizationRole;

    /// <summary>The Regions to look into. Left out: the session's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? RegionName { get; set; }

    /// <summary>Look into all Regions that are enabled in each account, whatever -RegionName says.</summary>
    [Parameter]
    public SwitchParameter AllRegions { get; set; }

    /// <summary>Resource types as AWS Backup names them, such as EBS, EC2, RDS. Left out: all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ResourceType { get; set; }

    /// <summary>The age beyond which a backup is stale: a TimeSpan, or text such as 25h, 2d, 1d12h, 90min. Left out: 25 hours, a day and the hour that a daily backup may take.</summary>
    [Parameter]
    [AgeTransformation]
    public TimeSpan MaxAge { get; set; } = CoverageOptions.DefaultMaxAge;

    /// <summary>Tags by which a volume or an instance opts out: keys (with any value but false) or key=value. Left out: ebs-backup:exclude.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] OptOutTag { get; set; } = [CoverageOptions.DefaultOptOutTag];

    /// <summary>What the files' paths and keys begin with. Left out: BackupCoverage.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string KeyPrefix { get; set; } = CoverageOptions.DefaultKeyPrefix;

    /// <summary>Statuses that are an error, one for all, after everything has been given out: for pipelines that must fail then.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CoverageStatus[]? FailOn { get; set; }

    protected override void Run(AwsSession session)
    {
        var coverage = new OrgCoverage(session, Options());
        if (!HasDestination)
            Read(coverage);
        else if (ShouldProcess(Destination, "Write the coverage"))
            Write(coverage);
    }

    private void Read(OrgCoverage coverage)
    {
        var counts = new Dictionary<string, long>();
        foreach (var resource in Stream(token => coverage.ReadAsync(error => Post(() => WriteError(error.ToRecord())), token)))
        {
            var status = resource.Status.ToString();
            counts[status] = counts.TryGetValue(status, out var count) ? count + 1 : 1;
            WriteObject(resource);
        }

        Judge(counts);
    }

    private void Write(OrgCoverage coverage)
    {
        var progress = new PipelineProgress<(int Done, int All)>(
            p => Post(() => WriteProgress(p)), "Reading accounts", p => ($"{p.Done:N0} of {p.All:N0} accounts", p.Done * 100 / Math.Max(p.All, 1)));
        var report = Await(token => coverage.WriteAsync(progress, token));
        foreach (var error in report.Errors)
            WriteError(error.ToRecord());
        WriteObject(report);
        Judge(report.Counts);
    }

    private void Judge(IReadOnlyDictionary<string, long> counts)
    {
        var bad = (FailOn ?? []).Distinct().Select(status => status.ToString())
            .Where(status => counts.TryGetValue(status, out var count) && count > 0).Select(status => $"{counts[status]} {status}").ToList();
        if (bad.Count > 0)
            WriteError(CoverageReport.NotCovered(string.Join(", ", bad)).ToRecord());
    }

    private CoverageOptions Options() => new()
    {
        ManagementRoleArn = ManagementRoleArn,
        ExternalId = ExternalId,
        AccountIds = AccountId ?? [],
        ExcludedAccountIds = ExcludeAccountId ?? [],
        OrganizationRole = OrganizationRoleName,
        Regions = RegionName ?? [],
        AllRegions = AllRegions,
        ResourceTypes = ResourceType ?? [],
        MaxAge = MaxAge,
        OptOutTags = OptOutTag,
        OutputPath = OutputPath is null ? null : GetUnresolvedProviderPathFromPSPath(OutputPath),
        BucketName = BucketName,
        KeyPrefix = KeyPrefix,
        KeyLayout = KeyLayout,
        KmsKeyId = KmsKeyId,
    };
}
