using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

public sealed class BucketDestinationTests : IDisposable
{
    private const string Bucket = "backup-reports";
    private const string Folder = "BackupReports/2026/01/31/";

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;
    private readonly EbsBackup.Sandbox.Sandbox _sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions());
    private readonly AwsSession _session;
    private readonly IAmazonS3 _s3;

    public BucketDestinationTests()
    {
        _session = new AwsSession(new SessionOptions
        {
            Region = "us-east-1",
            HttpHandler = new SandboxHandler(_sandbox),
            Credentials = () => new AccessKeys(_sandbox.DefaultKey.AccessKeyId, _sandbox.DefaultKey.SecretAccessKey),
        });
        _s3 = _session.S3(RegionName.Parse("us-east-1"));
        _s3.PutBucketAsync(Bucket).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Every_file_arrives_whole_and_the_manifest_last()
    {
        var big = new byte[40 * 1024 * 1024];
        new Random(1).NextBytes(big);

        await DeliverAsync(("big.csv", big), ("small.csv", [1, 2, 3]), ("manifest.json", [4]));

        Assert.Equal(big, await ReadAsync("big.csv"));
        Assert.Equal([1, 2, 3], await ReadAsync("small.csv"));
        Assert.Equal([4], await ReadAsync("manifest.json"));
        Assert.Equal(["DeleteObject", "CompleteMultipartUpload", "CompleteMultipartUpload", "PutObject"], Shown());
    }

    [Fact]
    public async Task A_rerun_takes_the_old_manifest_away_before_it_shows_anything()
    {
        await DeliverAsync(("a.csv", [1]), ("manifest.json", [1]));
        _sandbox.Calls.Clear();

        await DeliverAsync(("a.csv", [2]), ("manifest.json", [2]));

        Assert.Equal(["DeleteObject", "CompleteMultipartUpload", "PutObject"], Shown());
        Assert.Equal([2], await ReadAsync("a.csv"));
    }

    [Fact]
    public async Task What_cannot_be_uploaded_leaves_the_earlier_report_whole_and_no_parts_behind()
    {
        await DeliverAsync(("a.csv", [1]), ("b.csv", [1]), ("manifest.json", [1]));
        _sandbox.Faults.Add(new FaultRule(Fault.Error("AccessDenied", "Access Denied", 403)) { Operation = "UploadPart", Skip = 1 });

        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => DeliverAsync(("a.csv", [2]), ("b.csv", [2]), ("manifest.json", [2])));

        Assert.Equal([1], await ReadAsync("a.csv"));
        Assert.Equal([1], await ReadAsync("b.csv"));
        Assert.Equal([1], await ReadAsync("manifest.json"));
        var left = await _s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket });
        Assert.Empty(left.MultipartUploads ?? []);
    }

    [Fact]
    public async Task Objects_are_encrypted_with_the_key_that_was_named()
    {
        const string key = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";

        await new BucketDestination(_s3, Bucket, key).DeliverAsync(Stage(("a.csv", [1]), ("manifest.json", [1])), default);

        foreach (var name in new[] { "a.csv", "manifest.json" })
        {
            var head = await _s3.GetObjectMetadataAsync(Bucket, Folder + name);
            Assert.Equal(ServerSideEncryptionMethod.AWSKMS, head.ServerSideEncryptionMethod);
            Assert.Equal(key, head.ServerSideEncryptionKeyManagementServiceKeyId);
        }
    }

    private Task DeliverAsync(params (string Name, byte[] Content)[] files) =>
        new BucketDestination(_s3, Bucket, null).DeliverAsync(Stage(files), default);

    private List<StagedFile> Stage(params (string Name, byte[] Content)[] files)
    {
        var staged = new List<StagedFile>();
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(_root, name);
            File.WriteAllBytes(path, content);
            staged.Add(new StagedFile(path, Folder + name, "text/csv"));
        }

        return staged;
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        using var response = await _s3.GetObjectAsync(Bucket, Folder + name);
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>The calls that change what a reader sees.</summary>
    private IEnumerable<string> Shown() => _sandbox.Calls.Records.Select(record => record.Operation)
        .Where(operation => operation is "CompleteMultipartUpload" or "PutObject" or "DeleteObject");
}
