using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>boto3 and the AWS CLI, unmodified, get from the sandbox what they get from AWS.</summary>
public sealed class OthersClientsTests
{
    [SkippableFact]
    public Task Boto3_takes_lists_copies_locks_and_deletes_snapshots() => Check("ec2_boto3.py", new());

    [SkippableFact]
    public Task Boto3_assumes_roles_until_their_sessions_expire() => Check("sts_boto3.py", new() { SampleFleet = true });

    [SkippableFact]
    public Task Boto3_lists_the_backup_jobs_of_an_organization() => Check("backup_boto3.py", new() { SampleFleet = true });

    [SkippableFact]
    public Task Boto3_writes_logs_and_publishes() => Check("alerts_boto3.py", new());

    [SkippableFact]
    public async Task Boto3_needs_the_right_secret_when_signatures_are_verified()
    {
        await using var server = SandboxServer.Start(new() { VerifySignatures = true });
        PythonScript.Check(server, "signatures_boto3.py", server.AccessKeyId, server.SecretAccessKey);
    }

    [SkippableFact]
    public Task Aws_cli_pages_waits_and_reads_errors()
    {
        Skip.IfNot(PythonScript.Has("aws"), "the AWS CLI is not installed");
        return Check("aws_cli.py", new() { SampleFleet = true, SnapshotDuration = TimeSpan.FromSeconds(1) });
    }

    private static async Task Check(string script, SandboxOptions options)
    {
        await using var server = SandboxServer.Start(options);
        PythonScript.Check(server, script);
    }
}
