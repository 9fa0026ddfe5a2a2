using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;

namespace EbsBackup.Tests.Moto;

public sealed class Ec2OnMotoTests
{
    [SkippableFact]
    public async Task Generated_EC2_client_is_understood_by_moto_and_understands_it()
    {
        using var moto = MotoServer.Start();
        using var west = Client(moto, "us-west-2");
        using var east = Client(moto, "us-east-1");
        var volume = (await west.CreateVolumeAsync(new CreateVolumeRequest("us-west-2a", 8) { VolumeType = VolumeType.Gp3 })).Volume;
        Assert.Equal(8, volume.Size);

        var taken = (await west.CreateSnapshotAsync(new CreateSnapshotRequest(volume.VolumeId, "weekly, <&> \"é\"")
        {
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.Snapshot, Tags = [new Tag("team", "a+b c"), new Tag("empty", "")] }],
        })).Snapshot;
        await west.CreateTagsAsync(new CreateTagsRequest([taken.SnapshotId], [new Tag("added", "later")]));
        await west.DeleteTagsAsync(new DeleteTagsRequest([taken.SnapshotId]) { Tags = [new Tag("empty")] });

        var found = Assert.Single((await west.DescribeSnapshotsAsync(new DescribeSnapshotsRequest
        {
            Filters = [new Filter("tag:team", ["a+b c"]), new Filter("volume-id", [volume.VolumeId])],
        })).Snapshots);
        Assert.Equal(taken.SnapshotId, found.SnapshotId);
        Assert.Equal("weekly, <&> \"é\"", found.Description);
        Assert.Equal(["added=later", "team=a+b c"], found.Tags.Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal));

        var copy = await east.CopySnapshotAsync(new CopySnapshotRequest { SourceRegion = "us-west-2", SourceSnapshotId = taken.SnapshotId, Description = "copy" });
        Assert.Equal("copy", Assert.Single((await east.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { SnapshotIds = [copy.SnapshotId] })).Snapshots).Description);

        await west.DeleteSnapshotAsync(new DeleteSnapshotRequest(taken.SnapshotId));
        var gone = await Assert.ThrowsAsync<AmazonEC2Exception>(() => west.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { SnapshotIds = [taken.SnapshotId] }));
        Assert.Equal("InvalidSnapshot.NotFound", gone.ErrorCode);
    }

    private static AmazonEC2Client Client(MotoServer moto, string region) => new(
        new BasicAWSCredentials("AKIAEXAMPLE", "example"), new AmazonEC2Config { ServiceURL = moto.EndpointUrl, AuthenticationRegion = region });
}
