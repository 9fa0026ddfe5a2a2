using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>Copy and restore jobs listed and described.</summary>
internal static class OtherJobs
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("ListCopyJobs", ListCopyJobs), ("DescribeCopyJob", DescribeCopyJob), ("ListRestoreJobs", ListRestoreJobs), ("DescribeRestoreJob", DescribeRestoreJob),
    ];

    private static Structure ListCopyJobs(OperationCall call) => JobListing.List(
        call,
        "CopyJobs",
        region => region.CopyJobs,
        job => Fits(call, job, ("ByState", "State"), ("ByResourceArn", "ResourceArn"), ("ByDestinationVaultArn", "DestinationBackupVaultArn"), ("ByParentJobId", "ParentJobId"), ("BySourceRecoveryPointArn", "SourceRecoveryPointArn")),
        job => job.Written);

    private static Structure ListRestoreJobs(OperationCall call) => JobListing.List(
        call,
        "RestoreJobs",
        region => region.RestoreJobs,
        job => Fits(call, job, ("ByStatus", "Status"), ("ByParentJobId", "ParentJobId")),
        job => job.Written);

    private static Structure DescribeCopyJob(OperationCall call) => new() { { "CopyJob", Described(call, call.Region.Backup.CopyJobs, call.Input.Required("CopyJobId")) } };

    private static Structure DescribeRestoreJob(OperationCall call) => Described(call, call.Region.Backup.RestoreJobs, call.Input.Required("RestoreJobId"));

    private static Structure Described(OperationCall call, JobIndex<OtherJob> jobs, string id)
    {
        call.About(id);
        return jobs.Find(id)?.Written ?? throw new AwsErrorException("ResourceNotFoundException", $"The job {id} does not exist.");
    }

    private static bool Fits(OperationCall call, OtherJob job, params (string Filter, string Member)[] filters) =>
        Array.TrueForAll(filters, f => call.Input.Text(f.Filter) is not { } wanted || job.Written.Text(f.Member) == wanted);
}
