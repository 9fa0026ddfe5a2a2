using System.Management.Automation;
using EbsBackup.OrgReport;

namespace EbsBackup.PowerShell.Session;

/// <summary>A cmdlet that gives objects, or writes them as files into a folder, a bucket or both.</summary>
public abstract class DestinationCmdlet : SessionCmdlet
{
    /// <summary>The folder that gets the files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>The bucket that gets the files.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BucketName { get; set; }

    /// <summary>How the files are laid out: Original, in YYYY/MM/DD, or Hive, one folder for each table with year=YYYY/month=MM/day=DD, as Athena reads partitions. Left out: Original.</summary>
    [Parameter]
    public KeyLayout KeyLayout { get; set; }

    /// <summary>The KMS key that encrypts the objects in the bucket: its id, its ARN or an alias. Left out: as the bucket is set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KmsKeyId { get; set; }

    protected bool HasDestination => OutputPath is not null || BucketName is not null;

    /// <summary>What the files go to, in words.</summary>
    protected string Destination => string.Join(", ", new[] { OutputPath, BucketName }.Where(d => d is not null));
}
