using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>Buckets in the host's name, over HTTP, signatures checked. Not every resolver knows *.localhost, so the clients are told where it is.</summary>
public sealed class VirtualHostTests : IAsyncLifetime
{
    private readonly SandboxServer _server = SandboxServer.Start(new() { VerifySignatures = true });

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [SkippableFact]
    public void Boto3_puts_buckets_into_the_host_name() =>
        PythonScript.Output(new($"http://localhost:{_server.EndpointUrl.Port}"), "s3_virtual_boto3.py", _server.AccessKeyId, _server.SecretAccessKey);

    [Theory]
    [InlineData("localhost", "us-east-1")]
    [InlineData("s3.eu-west-1.amazonaws.com", "eu-west-1")]
    public async Task The_SDK_puts_buckets_into_the_host_name(string host, string region)
    {
        var factory = new ToLoopback(_server.EndpointUrl.Port);
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(_server.AccessKeyId, _server.SecretAccessKey),
            new AmazonS3Config { ServiceURL = $"http://{host}:{_server.EndpointUrl.Port}", AuthenticationRegion = region, MaxErrorRetry = 0, HttpClientFactory = factory });
        await client.PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = "box", BucketRegionName = region == "us-east-1" ? null : region });
        await client.PutObjectAsync(new() { BucketName = "box", Key = "box/a b+ü", ContentBody = "here" });
        using var got = await client.GetObjectAsync("box", "box/a b+ü");
        using var reader = new StreamReader(got.ResponseStream);
        Assert.Equal("here", await reader.ReadToEndAsync());
        Assert.Equal(["box/a b+ü"], (await client.ListObjectsV2Async(new() { BucketName = "box" })).S3Objects.Select(o => o.Key));
        Assert.Contains($"box.{host}", factory.Hosts);
    }

    private sealed class ToLoopback(int port) : HttpClientFactory
    {
        public HashSet<string> Hosts { get; } = [];

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                lock (Hosts) Hosts.Add(context.DnsEndPoint.Host);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }
}
