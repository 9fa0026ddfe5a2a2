namespace EbsBackup.Sandbox.Http;

/// <summary>One AWS service in memory. Calls of one sandbox come one at a time.</summary>
public interface ISandboxService
{
    /// <summary>The name in the credential scope: <c>ec2</c>, <c>s3</c>, <c>sts</c>, <c>backup</c> …</summary>
    string SigningName { get; }

    /// <exception cref="AwsErrorException">The service's documented error, written in the service's own error shape.</exception>
    SandboxResponse Handle(SandboxCall call);

    /// <summary>An error in this service's own shape.</summary>
    SandboxResponse Error(AwsErrorException error, string requestId);
}
