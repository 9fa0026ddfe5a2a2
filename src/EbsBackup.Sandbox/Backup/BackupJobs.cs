using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>Backup jobs started, listed and described.</summary>
internal static class BackupJobs
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("StartBackupJob", StartBackupJob), ("ListBackupJobs", ListBackupJobs), ("DescribeBackupJob", DescribeBackupJob),
    ];

    private static Structure StartBackupJob(OperationCall call)
    {
        var vault = call.Input.Required("BackupVaultName");
        if (!call.Region.Backup.Vaults.ContainsKey(vault))
            throw new AwsErrorException("ResourceNotFoundException", $"Backup vault {vault} does not exist.");

        var arn = call.Input.Required("ResourceArn");
        var id = call.State.Ids.Guid().ToUpperInvariant();
        var (type, name, size) = Resource(call, arn);
        var job = new BackupJob(id, call.Caller.AccountId)
        {
            CreationDate = call.Now,
            Course = new(call.Now, call.Now + call.Sandbox.Options.BackupJobDuration, call.Sandbox.BackupJobEnds.TryDequeue(out var end) ? end : "COMPLETED"),
            BackupVaultName = vault,
            BackupVaultArn = Vaults.ArnOf(call.RegionName, call.Caller.AccountId, vault),
            RecoveryPointArn = type == "EBS" ? SnapshotOf(call, arn) : $"arn:aws:backup:{call.RegionName}:{call.Caller.AccountId}:recovery-point:{call.State.Ids.Guid()}",
            ResourceArn = arn,
            ResourceType = type,
            ResourceName = name,
            IamRoleArn = call.Input.Required("IamRoleArn"),
            BackupSizeInBytes = size,
            BytesTransferred = 0,
        };
        call.About(id);
        call.State.Add(call.Region, job);
        return new() { { "BackupJobId", id }, { "CreationDate", call.Now }, { "IsParent", false } };
    }

    private static Structure ListBackupJobs(OperationCall call)
    {
        var input = call.Input;
        var (state, arn, vault, parent) = (input.Text("ByState"), input.Text("ByResourceArn"), input.Text("ByBackupVaultName"), input.Text("ByParentJobId"));
        return JobListing.List(
            call,
            "BackupJobs",
            region => region.Jobs,
            job => (state is null || job.State(call.Now) == state)
                && (arn is null || job.ResourceArn == arn)
                && (vault is null || job.BackupVaultName == vault)
                && (parent is null || job.ParentJobId == parent),
            job => job.ToStructure(call.Now));
    }

    private static Structure DescribeBackupJob(OperationCall call)
    {
        var id = call.Input.Required("BackupJobId");
        call.About(id);
        var region = call.Account.IsManagement ? call.State.Organization(call.RegionName) : call.Region.Backup;
        return region.Jobs.Find(id)?.ToStructure(call.Now)
            ?? throw new AwsErrorException("ResourceNotFoundException", $"Backup job {id} does not exist.");
    }

    private static (string Type, string? Name, long Size) Resource(OperationCall call, string arn)
    {
        if (arn.Split(':', 6) is not ["arn", _, var service, _, _, var resource])
            throw new AwsErrorException("InvalidParameterValueException", $"Invalid value '{arn}' for ResourceArn: it is no ARN.");
        var id = resource[(resource.LastIndexOf('/') + 1)..];
        return (service, resource.Split('/', ':')[0]) switch
        {
            ("ec2", "volume") => call.Region.Ec2.Volumes.Find(id) is { } volume
                ? ("EBS", volume.Tags["Name"], volume.Size * (1L << 30))
                : throw new AwsErrorException("ResourceNotFoundException", $"Volume {id} does not exist."),
            ("ec2", "instance") => call.Region.Ec2.Instances.Find(id) is { } instance
                ? ("EC2", instance.Tags["Name"], call.Region.Ec2.VolumesOf(id).Sum(v => v.Size * (1L << 30)))
                : throw new AwsErrorException("ResourceNotFoundException", $"Instance {id} does not exist."),
            ("rds", "cluster") => ("Aurora", id, 1L << 30),
            ("rds", _) => ("RDS", id, 1L << 30),
            ("dynamodb", _) => ("DynamoDB", id, 1L << 30),
            ("elasticfilesystem", _) => ("EFS", id, 1L << 30),
            ("s3", _) => ("S3", id, 1L << 30),
            _ => throw new AwsErrorException("InvalidParameterValueException", $"Invalid value '{arn}' for ResourceArn: the resource type is not supported."),
        };
    }

    // AWS Backup's snapshots of volumes are EBS snapshots that only AWS Backup may delete.
    private static string SnapshotOf(OperationCall call, string volumeArn)
    {
        var volume = call.Region.Ec2.Volumes.Find(volumeArn[(volumeArn.LastIndexOf('/') + 1)..])!;
        var snapshot = new Snapshot(call.State.Ids.Resource("snap"), volume.Id, call.Caller.AccountId)
        {
            StartTime = call.Now,
            EndsAt = call.Now + call.Sandbox.Options.BackupJobDuration,
            Description = "This snapshot is created by the AWS Backup service.",
            VolumeSize = volume.Size,
            Encrypted = volume.Encrypted,
            KmsKeyId = volume.KmsKeyId,
        };
        snapshot.Tags["aws:backup:source-resource"] = volumeArn;
        call.Region.Ec2.Add(snapshot);
        return $"arn:aws:ec2:{call.RegionName}::snapshot/{snapshot.Id}";
    }
}
