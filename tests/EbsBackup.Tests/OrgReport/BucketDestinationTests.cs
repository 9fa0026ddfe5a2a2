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
        Assert.Equal(["CompleteMultipartUpload", "CompleteMultipartUpload", "PutObject"], Shown());
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

        await new BucketDestination(_s3, Bucket, key).DeliverAsync(Stage(("a.csv", new byte[20 * 1024 * 1024]), ("manifest.json", [])), default);

        foreach (var name in new[] { "a.csv", "manifest.json" })
        {
            var head = await _s3.GetObjectMetadataAsync(Bucket, Folder + name);
            Assert.Equal(ServerSideEncryptionMethod.AWSKMS, head.ServerSideEncryptionMethod);
            Assert.Equal(key, head.ServerSideEncryptionKeyManagementServiceKeyId);
        }
    }

    [Fact]
    public async Task Every_object_has_a_checksum_of_its_content()
    {
        await DeliverAsync(("a.csv", new byte[20 * 1024 * 1024]), ("empty.jsonl", []), ("manifest.json", [1]));

        foreach (var name in new[] { "a.csv", "empty.jsonl", "manifest.json" })
        {
            var head = await _s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Bucket, Key = Folder + name, ChecksumMode = ChecksumMode.ENABLED });
            Assert.NotEmpty(head.ChecksumCRC32);
        }
    }

    [Fact]
    public async Task A_file_that_the_new_report_does_not_have_goes_and_nothing_else_does()
    {
        await DeliverAsync(("a.csv", [1]), ("OTHER.csv", [1]), ("foreign.csv", [1]), ("manifest.json", []));

        await DeliverAsync(("a.csv", [2]), ("manifest.json", [2]));

        var left = await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket });
        Assert.Equal(["a.csv", "foreign.csv", "manifest.json"], left.S3Objects.Select(found => found.Key.Substring(Folder.Length)));
    }

    [Fact]
    public async Task Where_the_bucket_keeps_versions_the_manifest_names_them_and_stays_true_until_it_is_replaced()
    {
        await _s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = Bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        await DeliverAsync(("a.csv", [1]), ("b.csv", [1]), ("manifest.json", []));
        _sandbox.Calls.Clear();

        // The process dies when the second file has been shown.
        _sandbox.Faults.Add(new FaultRule(Fault.Error("AccessDenied", "killed", 403)) { Operation = "CompleteMultipartUpload", Skip = 1 });
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => DeliverAsync(("a.csv", [2]), ("b.csv", [2]), ("manifest.json", [])));

        Assert.Equal([2], await ReadAsync("a.csv"));
        Assert.DoesNotContain("DeleteObject", Shown());
        foreach (var file in (await ManifestAsync()).Files)
        {
            using var response = await _s3.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = file.Key, VersionId = file.VersionId });
            Assert.Equal(1, response.ResponseStream.ReadByte());
        }

        await DeliverAsync(("a.csv", [3]), ("b.csv", [3]), ("manifest.json", []));
        foreach (var file in (await ManifestAsync()).Files)
        {
            using var response = await _s3.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = file.Key, VersionId = file.VersionId });
            Assert.Equal(3, response.ResponseStream.ReadByte());
        }
    }

    [Fact]
    public async Task Where_it_keeps_none_a_process_that_dies_while_it_shows_files_leaves_no_manifest()
    {
        await DeliverAsync(("a.csv", [1]), ("b.csv", [1]), ("manifest.json", []));
        _sandbox.Faults.Add(new FaultRule(Fault.Error("AccessDenied", "killed", 403)) { Operation = "CompleteMultipartUpload", Skip = 1 });

        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => DeliverAsync(("a.csv", [2]), ("b.csv", [2]), ("manifest.json", [])));

        Assert.Equal([2], await ReadAsync("a.csv"));
        await Assert.ThrowsAsync<NoSuchKeyException>(() => ReadAsync("manifest.json"));
    }

    [Fact]
    public async Task What_has_begun_to_show_is_shown_to_the_end_though_the_caller_gives_up()
    {
        await DeliverAsync(("a.csv", [1]), ("b.csv", [1]), ("OTHER.csv", [1]), ("manifest.json", []));
        using var stop = new CancellationTokenSource();
        _sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "DeleteObject") stop.Cancel();
            return null;
        };

        await new BucketDestination(_s3, Bucket, null).DeliverAsync(Stage(("a.csv", [2]), ("b.csv", [2]), ("manifest.json", [2])), stop.Token);

        Assert.True(stop.IsCancellationRequested);
        foreach (var name in new[] { "a.csv", "b.csv", "manifest.json" }) Assert.Equal([2], await ReadAsync(name));
        await Assert.ThrowsAsync<NoSuchKeyException>(() => ReadAsync("OTHER.csv"));
    }

    [Fact]
    public async Task A_manifest_that_may_not_be_read_goes_before_anything_is_shown()
    {
        await DeliverAsync(("a.csv", [1]), ("manifest.json", []));
        _sandbox.Calls.Clear();
        _sandbox.Faults.Add(new FaultRule(Fault.Error("InvalidObjectState", "The bucket does not answer", 403)) { Operation = "GetObject" });

        await DeliverAsync(("a.csv", [2]), ("manifest.json", []));

        Assert.Equal(["DeleteObject", "CompleteMultipartUpload", "PutObject"], Shown());
    }

    [Fact]
    public async Task A_file_that_cannot_be_taken_away_does_not_fail_the_report()
    {
        await DeliverAsync(("a.csv", [1]), ("OTHER.csv", [1]), ("manifest.json", []));
        _sandbox.Faults.Add(new FaultRule(Fault.Error("AccessDenied", "Access Denied", 403)) { Operation = "DeleteObject", Skip = 1, Count = null });

        await DeliverAsync(("a.csv", [2]), ("manifest.json", [2]));

        Assert.Equal([2], await ReadAsync("manifest.json"));
        Assert.Equal([1], await ReadAsync("OTHER.csv"));
    }

    [Fact]
    public async Task Parts_that_cannot_be_taken_away_do_not_hide_why_the_upload_failed()
    {
        _sandbox.Faults.Add(new FaultRule(Fault.Error("InvalidRequest", "no part", 400)) { Operation = "UploadPart", Count = null });
        _sandbox.Faults.Add(new FaultRule(Fault.Error("AccessDenied", "no abort", 403)) { Operation = "AbortMultipartUpload", Count = null });

        var thrown = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => DeliverAsync(("a.csv", [1]), ("manifest.json", [1])));

        Assert.Equal("no part", thrown.Message);
    }

    [Fact]
    public async Task Where_versioning_was_suspended_the_manifest_names_no_versions()
    {
        await _s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = Bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        await _s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = Bucket, VersioningConfig = new() { Status = VersionStatus.Suspended } });

        await DeliverAsync(("a.csv", [1]), ("manifest.json", []));

        Assert.Null(Assert.Single((await ManifestAsync()).Files).VersionId);
    }

    [Fact]
    public void A_manifest_outlives_its_keys_only_when_it_names_every_files_version()
    {
        OrgReportFile one = new("CSV", "a.csv", 0, 1, ""), other = one with { VersionId = "v" };
        Assert.True(new EarlierManifest { Files = [other, other] }.OutlivesItsKeys);
        Assert.False(new EarlierManifest { Files = [one, other] }.OutlivesItsKeys);
        Assert.False(new EarlierManifest().OutlivesItsKeys);
    }

    [Fact]
    public async Task Objects_say_what_they_are()
    {
        await DeliverAsync(("a.csv", [1]), ("manifest.json", []));
        Assert.Equal("text/csv; charset=utf-8", (await _s3.GetObjectMetadataAsync(Bucket, Folder + "a.csv")).Headers.ContentType);
        Assert.Equal("application/json", (await _s3.GetObjectMetadataAsync(Bucket, Folder + "manifest.json")).Headers.ContentType);
    }

    private async Task<EarlierManifest> ManifestAsync() => (await EarlierManifest.ReadAsync(new MemoryStream(await ReadAsync("manifest.json")), default))!;

    private Task DeliverAsync(params (string Name, byte[] Content)[] files) =>
        new BucketDestination(_s3, Bucket, null).DeliverAsync(Stage(files), default);

    /// <summary>The last is the manifest: as it is given, or one that tells of the others.</summary>
    private Delivery Stage(params (string Name, byte[] Content)[] files)
    {
        var staged = new List<StagedFile>();
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(_root, name);
            File.WriteAllBytes(path, content);
            staged.Add(new StagedFile(path, Folder + name, "text/csv; charset=utf-8"));
        }

        var manifest = staged[^1];
        staged.RemoveAt(staged.Count - 1);
        return new Delivery(staged, manifest.Key, Seal, key => !key.EndsWith("foreign.csv", StringComparison.Ordinal));

        StagedFile Seal(IReadOnlyDictionary<string, string> versions)
        {
            OrgReportFile[] described = [.. staged.Select(file => new OrgReportFile("CSV", file.Key, 0, 1, "").At(versions))];
            return files[^1].Content.Length > 0 ? manifest : ReportStaging.WriteManifest(new EarlierManifest { Files = described }, manifest.Path, manifest.Key);
        }
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
