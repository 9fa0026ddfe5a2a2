namespace EbsBackup.Sandbox.Http;

/// <summary>One AWS service in memory. Calls of one sandbox come one at a time.</summary>
public interface ISandboxService
{
    /// <summary>The name in the credential scope: <c>ec2</c>, <c>s3</c>, <c>sts</c>, <c>backup</c> …</summary>
    string SigningName { get; }

    /// <summary>The API operation that a request asks for (<c>CreateSnapshot</c>, <c>PutObject</c>), before it is judged: faults, denials, request limits and the call log go by it.</summary>
    string OperationOf(SandboxRequest request) => request.Method;

    /// <exception cref="AwsErrorException">The service's documented error, written in the service's own error shape.</exception>
    SandboxResponse Handle(SandboxCall call);

    /// <summary>An error in this service's own shape.</summary>
    SandboxResponse Error(AwsErrorException error, string requestId);

    /// <summary>The same, for a service whose error shape depends on the request (HEAD, or another protocol).</summary>
    SandboxResponse Error(AwsErrorException error, string requestId, SandboxRequest request) => Error(error, requestId);
}
