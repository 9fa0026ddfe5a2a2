using Amazon.EC2;
using Amazon.EC2.Model;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Moto;

public sealed class MainJobOnMotoTests
{
    private static readonly RegionName Region = RegionName.Parse("us-east-1");
    private static readonly CatalogLocation Catalog = new("records-of-backups");

    [SkippableFact]
    public async Task Snapshots_by_volume_instance_and_tag_are_recorded_and_expire()
    {
        using var moto = MotoServer.Start();
        using var session = new AwsSession(new SessionOptions { Region = Region.Value, EndpointUrl = moto.EndpointUrl, Credentials = () => new AccessKeys("AKIAEXAMPLE", "example") });
        var ec2 = session.EC2(Region);
        await session.S3(Region).PutBucketAsync(Catalog.BucketName);
        var image = (await ec2.DescribeImagesAsync(new DescribeImagesRequest())).Images[0].ImageId;
        var instance = InstanceId.Parse((await ec2.RunInstancesAsync(new RunInstancesRequest(image, 1, 1))).Reservation.Instances[0].InstanceId);
        var byId = await VolumeAsync(ec2, "no");
        var byTag = await VolumeAsync(ec2, "yes");
        var selector = new VolumeSelector { VolumeIds = [byId], InstanceIds = [instance], Tags = new Dictionary<string, string> { ["backup"] = "yes" } };

        // Slots of their own: two runs within one second would share a slot, and the second would adopt.
        var old = await TakeAsync(session, selector, new Slot(DateTimeOffset.UtcNow.AddDays(-20)));
        foreach (var result in old) moto.MakeOlder(result.Snapshot!.SnapshotId.Value, days: 20);
        var foreign = (await ec2.CreateSnapshotAsync(new CreateSnapshotRequest(byId.Value, "by hand"))).Snapshot.SnapshotId;
        moto.MakeOlder(foreign, days: 20);
        var young = await TakeAsync(session, selector with { VolumeIds = [byId, VolumeId.Parse("vol-0123456789abcdef0")] }, new Slot(DateTimeOffset.UtcNow));

        Assert.Equal(3, old.Count);
        Assert.Contains(byTag, old.Select(r => r.VolumeId!.Value));
        Assert.Equal("UnknownVolume", Assert.Single(young, r => r.Error is not null).Error!.Id);
        await ec2.DeleteVolumeAsync(new DeleteVolumeRequest(byTag.Value));

        var expired = new List<RetentionResult>();
        await foreach (var result in new RetentionExecutor(session).ExpireAsync(new RetentionRequest { Catalog = Catalog })) expired.Add(result);
        Assert.All(expired, r => Assert.Null(r.Error));
        Assert.Equal(Ids(old), expired.Where(r => r.Action == RetentionAction.Delete).Select(r => r.SnapshotId.Value).Order());

        var left = (await ec2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { Filters = [new Filter("owner-id", ["123456789012"])] })).Snapshots.Select(s => s.SnapshotId).ToHashSet();
        Assert.Contains(foreign, left);
        Assert.DoesNotContain(old, r => left.Contains(r.Snapshot!.SnapshotId.Value));
        var read = new List<SnapshotReadResult>();
        await foreach (var result in new SnapshotReader(session).ReadAsync(new SnapshotQuery { Catalog = Catalog })) read.Add(result);
        Assert.Equal(Ids(young), read.Select(r => r.Snapshot!.SnapshotId.Value).Order());
        Assert.All(read, r => Assert.Equal("completed", r.Snapshot!.State));
    }

    private static async Task<List<TakeResult>> TakeAsync(AwsSession session, VolumeSelector selector, Slot slot)
    {
        var results = new List<TakeResult>();
        await foreach (var result in new SnapshotTaker(session).TakeAsync(new TakeRequest { Volumes = selector, Slot = slot, Catalog = Catalog, Wait = true })) results.Add(result);
        return results;
    }

    private static async Task<VolumeId> VolumeAsync(IAmazonEC2 ec2, string backup) => VolumeId.Parse((await ec2.CreateVolumeAsync(new CreateVolumeRequest("us-east-1a", 8)
    {
        TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Volume, Tags = [new Tag("backup", backup)] }],
    })).Volume.VolumeId);

    private static IEnumerable<string> Ids(IEnumerable<TakeResult> results) =>
        results.Where(r => r.Snapshot is not null).Select(r => r.Snapshot!.SnapshotId.Value).Order();
}
