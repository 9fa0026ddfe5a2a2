using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>boto3 and the AWS CLI, unmodified, get from the sandbox what they get from AWS.</summary>
public sealed class OthersClientsTests
{
    [SkippableFact]
    public async Task Boto3_takes_lists_copies_locks_and_deletes_snapshots()
    {
        await using var server = SandboxServer.Start(new());
        PythonScript.Check(server, "ec2_boto3.py");
    }
}
