using Amazon.Runtime;
using Amazon.S3;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>A sandbox on a free port that checks signatures, and AWS's own client for it.</summary>
public sealed class S3TestServer : IAsyncDisposable
{
    private readonly List<IDisposable> _clients = [];

    public SandboxServer Server { get; } = SandboxServer.Start(new() { VerifySignatures = true });

    public AmazonS3Client Client(string region = "us-east-1", string? secret = null, AWSCredentials? credentials = null)
    {
        var client = new AmazonS3Client(
            credentials ?? new BasicAWSCredentials(Server.AccessKeyId, secret ?? Server.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = Server.EndpointUrl.ToString(),
                AuthenticationRegion = region,
                ForcePathStyle = true,
                MaxErrorRetry = 0,
            });
        _clients.Add(client);
        return client;
    }

    public async Task<AmazonS3Client> ClientWithBucketAsync(string bucket)
    {
        var client = Client();
        await client.PutBucketAsync(bucket);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await Server.DisposeAsync();
    }
}
