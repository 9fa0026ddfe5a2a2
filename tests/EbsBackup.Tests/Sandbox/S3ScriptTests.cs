using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>S3 by clients that nobody here wrote, unmodified.</summary>
public sealed class S3ScriptTests
{
    [SkippableFact]
    public async Task Boto3_gets_from_the_sandbox_what_it_gets_from_S3()
    {
        await using var server = SandboxServer.Start(new());
        PythonScript.Check(server, "s3_boto3.py");
    }

    [SkippableFact]
    public async Task Aws_cli_copies_lists_syncs_and_removes()
    {
        Skip.IfNot(PythonScript.Has("aws"), "the AWS CLI is not installed");
        await using var server = SandboxServer.Start(new());
        PythonScript.Check(server, "s3_cli.py");
    }
}
