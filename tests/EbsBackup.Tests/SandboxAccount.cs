using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.S3;
using EbsBackup.Catalog;
using EbsBackup.Sandbox;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests;

/// <summary>One account of an in-process sandbox with a bucket, and a session in it whose waits take no time.</summary>
internal sealed class SandboxAccount : IDisposable
{
    public const string Bucket = "records-of-backups";
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 23, 30, 0, TimeSpan.Zero);

    private readonly string _endpointUrl;

    /// <param name="endpointUrl">The SDK keeps one retry quota and one clock correction for each address.</param>
    public SandboxAccount(SandboxOptions? options = null, DateTimeOffset? now = null, string endpointUrl = "http://localhost:1")
    {
        _endpointUrl = endpointUrl;
        Sandbox = EbsBackup.Sandbox.Sandbox.Create(options ?? new SandboxOptions());
        Sandbox.Clock.Freeze(now ?? Start);
        Session = NewSession();
        S3.PutBucketAsync(Bucket).GetAwaiter().GetResult();
    }

    public EbsBackup.Sandbox.Sandbox Sandbox { get; }

    public AwsSession Session { get; }

    public static AccountId Id { get; } = AccountId.Parse("222222222222");

    public static RegionName Region { get; } = RegionName.Parse("us-east-1");

    public static CatalogLocation Catalog { get; } = new(Bucket);

    public IAmazonEC2 EC2 => Session.EC2(Region);

    public IAmazonS3 S3 => Session.S3(Region);

    public AwsSession NewSession(HttpMessageHandler? handler = null, string? region = null) => new(new SessionOptions
    {
        Region = region ?? Region.Value,
        EndpointUrl = _endpointUrl,
        Credentials = () => new AccessKeys(Sandbox.DefaultKey.AccessKeyId, Sandbox.DefaultKey.SecretAccessKey),
        Clock = new LeapingClock(Sandbox.Clock),
        HttpHandler = handler ?? new SandboxHandler(Sandbox),
    });

    public async Task<VolumeId> VolumeAsync(params (string Key, string Value)[] tags)
    {
        var request = new CreateVolumeRequest { AvailabilityZone = "us-east-1a", Size = 8, VolumeType = VolumeType.Gp3 };
        if (tags.Length > 0) request.TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Volume, Tags = [.. tags.Select(t => new Tag(t.Key, t.Value))] }];
        return VolumeId.Parse((await EC2.CreateVolumeAsync(request)).Volume.VolumeId);
    }

    public async Task<List<TakeResult>> TakeAsync(TakeRequest request, AwsSession? session = null)
    {
        var results = new List<TakeResult>();
        await foreach (var result in new SnapshotTaker(session ?? Session).TakeAsync(request)) results.Add(result);
        return results;
    }

    public async Task<List<string>> KeysAsync(string prefix = "snapshots/")
    {
        var page = await S3.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = Bucket, Prefix = prefix });
        return [.. (page.S3Objects ?? []).Select(o => o.Key)];
    }

    public async Task<List<Snapshot>> SnapshotsAsync() =>
        (await EC2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { OwnerIds = ["self"] })).Snapshots ?? [];

    public void Dispose() => Session.Dispose();
}
