using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace EbsBackup.Tests.Sandbox;

public sealed class S3ObjectTests : IAsyncLifetime
{
    private readonly S3TestServer _s3 = new();
    private AmazonS3Client _client = null!;

    public async Task InitializeAsync() => _client = await _s3.ClientWithBucketAsync("box");

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    public static TheoryData<string> HostileKeys =>
    [
        "a b", "a+b", "a%20b", "a%2Fb", "ü/ñ/😀", "tilde~!*'()", "q?x=1&y=2", "#frag", "a\\b", "a;b,c=d", "trail/", "tab\t", "cr\r\nlf", "&<>\"'", " ", "a//b", "a/../b",
    ];

    [Theory]
    [MemberData(nameof(HostileKeys))]
    public async Task Hostile_keys_come_back_as_they_went(string key)
    {
        await _client.PutObjectAsync(new() { BucketName = "box", Key = key, ContentBody = key });
        Assert.Equal(key, await TextAsync("box", key));
        Assert.Equal([key], (await _client.ListObjectsV2Async(new() { BucketName = "box" })).S3Objects.Select(o => o.Key));
        await _client.DeleteObjectsAsync(new() { BucketName = "box", Objects = [new() { Key = key }] });
        Assert.Equal(0, (await _client.ListObjectsV2Async(new() { BucketName = "box" })).KeyCount);
    }

    // The client computes CRC32C and CRC64NVME with native code alone; their check values are tested below.
    public static TheoryData<string> ChecksumAlgorithms => ["CRC32", "SHA1", "SHA256"];

    [Theory]
    [MemberData(nameof(ChecksumAlgorithms))]
    public async Task Checksum_that_the_client_computes_is_the_one_that_the_sandbox_computes(string algorithm)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_001)));
        await _client.PutObjectAsync(new()
        {
            BucketName = "box", Key = "sum", InputStream = new MemoryStream(body), ChecksumAlgorithm = ChecksumAlgorithm.FindValue(algorithm),
        });
        var got = await _client.GetObjectAsync(new() { BucketName = "box", Key = "sum", ChecksumMode = ChecksumMode.ENABLED });
        Assert.Equal(ChecksumType.FULL_OBJECT, got.ChecksumType);
        Assert.Single(new[] { got.ChecksumCRC32, got.ChecksumCRC32C, got.ChecksumCRC64NVME, got.ChecksumSHA1, got.ChecksumSHA256 }, c => c is not null);
        using var copy = new MemoryStream();
        await got.ResponseStream.CopyToAsync(copy);
        Assert.Equal(body, copy.ToArray());
    }

    // The check values of the catalogue of parametrised CRCs (https://reveng.sourceforge.io/crc-catalogue/) for "123456789".
    [Theory]
    [InlineData("x-amz-checksum-crc32", "CBF43926")]
    [InlineData("x-amz-checksum-crc32c", "E3069283")]
    [InlineData("x-amz-checksum-crc64nvme", "AE8B14860A799888")]
    public void Checksum_has_the_published_check_value(string header, string check)
    {
        var value = Convert.FromHexString(check);
        var service = S3Raw.Send(new(), "PUT", "/box").Service;
        Assert.Null(Put().Code);
        value[0] ^= 1;
        Assert.Equal("BadDigest", Put().Code);

        S3Raw.Answer Put() => S3Raw.Send(service, "PUT", "/box/k", body: "123456789", headers: [(header, Convert.ToBase64String(value))]);
    }

    [Fact]
    public async Task Create_if_absent_succeeds_once()
    {
        var put = new PutObjectRequest { BucketName = "box", Key = "intent", ContentBody = "1", IfNoneMatch = "*" };
        await _client.PutObjectAsync(put);
        put.ContentBody = "2";
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.PutObjectAsync(put));
        Assert.Equal(("PreconditionFailed", HttpStatusCode.PreconditionFailed), (refused.ErrorCode, refused.StatusCode));
        Assert.Equal("1", await TextAsync("box", "intent"));
    }

    [Fact]
    public async Task Replace_if_unchanged_wants_the_etag_that_was_read()
    {
        var first = await _client.PutObjectAsync(new() { BucketName = "box", Key = "lease", ContentBody = "1" });
        await _client.PutObjectAsync(new() { BucketName = "box", Key = "lease", ContentBody = "2", IfMatch = first.ETag });
        var stale = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _client.PutObjectAsync(new() { BucketName = "box", Key = "lease", ContentBody = "3", IfMatch = first.ETag }));
        Assert.Equal("PreconditionFailed", stale.ErrorCode);
        var absent = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _client.PutObjectAsync(new() { BucketName = "box", Key = "none", ContentBody = "3", IfMatch = first.ETag }));
        Assert.Equal(("NoSuchKey", HttpStatusCode.NotFound), (absent.ErrorCode, absent.StatusCode));
    }

    [Fact]
    public async Task Delete_if_unchanged_wants_the_etag_that_was_read()
    {
        var put = await _client.PutObjectAsync(new() { BucketName = "box", Key = "lease", ContentBody = "1" });
        var stale = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.DeleteObjectAsync(new() { BucketName = "box", Key = "lease", IfMatch = "\"0\"" }));
        Assert.Equal("PreconditionFailed", stale.ErrorCode);
        await _client.DeleteObjectAsync(new() { BucketName = "box", Key = "lease", IfMatch = put.ETag });
        var gone = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.DeleteObjectAsync(new() { BucketName = "box", Key = "lease", IfMatch = put.ETag }));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Metadata_tags_encryption_and_headers_come_back()
    {
        await _client.PutObjectAsync(new()
        {
            BucketName = "box", Key = "m", ContentBody = "{}", ContentType = "application/json",
            ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS, ServerSideEncryptionKeyManagementServiceKeyId = "11112222-3333-4444-5555-666677778888",
            TagSet = [new() { Key = "team", Value = "a & b" }], StorageClass = S3StorageClass.StandardInfrequentAccess,
            Metadata = { ["run"] = "7" },
        });
        var got = await _client.GetObjectMetadataAsync("box", "m");
        Assert.Equal(
            ("application/json", "7", "STANDARD_IA", 2L, "arn:aws:kms:us-east-1:222222222222:key/11112222-3333-4444-5555-666677778888"),
            (got.Headers.ContentType, got.Metadata["run"], got.StorageClass.Value, got.Headers.ContentLength, got.ServerSideEncryptionKeyManagementServiceKeyId));
        var tags = await _client.GetObjectTaggingAsync(new() { BucketName = "box", Key = "m" });
        Assert.Equal(["team=a & b"], tags.Tagging.Select(t => $"{t.Key}={t.Value}"));

        await _client.CopyObjectAsync("box", "m", "box", "copy of m");
        var copy = await _client.GetObjectMetadataAsync("box", "copy of m");
        Assert.Equal(("application/json", "7", got.ETag), (copy.Headers.ContentType, copy.Metadata["run"], copy.ETag));
    }

    [Theory]
    [InlineData("bytes=0-3", "bytes 0-3/10", "0123")]
    [InlineData("bytes=7-", "bytes 7-9/10", "789")]
    [InlineData("bytes=-2", "bytes 8-9/10", "89")]
    [InlineData("bytes=8-99", "bytes 8-9/10", "89")]
    [InlineData("bytes=-99", "bytes 0-9/10", "0123456789")]
    [InlineData("bytes=0-9", "bytes 0-9/10", "0123456789")]
    public async Task Range_gives_that_part(string range, string contentRange, string text)
    {
        await _client.PutObjectAsync(new() { BucketName = "box", Key = "r", ContentBody = "0123456789" });
        var got = await _client.GetObjectAsync(new() { BucketName = "box", Key = "r", ByteRange = new(range) });
        using var reader = new StreamReader(got.ResponseStream);
        Assert.Equal((HttpStatusCode.PartialContent, contentRange, text), (got.HttpStatusCode, got.ContentRange, await reader.ReadToEndAsync()));
    }

    [Fact]
    public async Task Range_beyond_the_end_is_refused()
    {
        await _client.PutObjectAsync(new() { BucketName = "box", Key = "r", ContentBody = "0123456789" });
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.GetObjectAsync(new() { BucketName = "box", Key = "r", ByteRange = new("bytes=10-") }));
        Assert.Equal("InvalidRange", refused.ErrorCode);
    }

    [Fact]
    public async Task Versions_outlive_overwriting_and_deleting()
    {
        await _client.PutBucketVersioningAsync(new() { BucketName = "box", VersioningConfig = new() { Status = VersionStatus.Enabled } });
        var first = await _client.PutObjectAsync(new() { BucketName = "box", Key = "v", ContentBody = "1" });
        var second = await _client.PutObjectAsync(new() { BucketName = "box", Key = "v", ContentBody = "2" });
        var marker = await _client.DeleteObjectAsync("box", "v");
        Assert.Equal("true", marker.DeleteMarker);

        var gone = await Assert.ThrowsAsync<NoSuchKeyException>(() => _client.GetObjectAsync("box", "v"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("1", await TextAsync("box", "v", first.VersionId));
        var notAllowed = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.GetObjectAsync("box", "v", marker.VersionId));
        Assert.Equal("MethodNotAllowed", notAllowed.ErrorCode);
        Assert.Equal(
            [(marker.VersionId, true), (second.VersionId, false), (first.VersionId, false)],
            (await _client.ListVersionsAsync("box")).Versions.Select(v => (v.VersionId, v.IsLatest!.Value)));

        var notEmpty = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.DeleteBucketAsync("box"));
        Assert.Equal("BucketNotEmpty", notEmpty.ErrorCode);
        await _client.DeleteObjectAsync("box", "v", marker.VersionId);
        Assert.Equal("2", await TextAsync("box", "v"));
        await _client.DeleteObjectAsync("box", "v", second.VersionId);
        await _client.DeleteObjectAsync("box", "v", first.VersionId);
        await _client.DeleteBucketAsync("box");
    }

    [Fact]
    public void Locked_version_cannot_be_deleted_before_its_time()
    {
        var service = S3Raw.Send(new(), "PUT", "/vault", headers: [("x-amz-bucket-object-lock-enabled", "true")]).Service;
        var put = S3Raw.Send(service, "PUT", "/vault/k", body: "1", headers:
        [
            ("x-amz-object-lock-mode", "COMPLIANCE"), ("x-amz-object-lock-retain-until-date", S3Raw.Now.AddDays(1).ToString("O")),
        ]);
        var version = "versionId=" + put.Headers["x-amz-version-id"];
        Assert.Equal("AccessDenied", S3Raw.Send(service, "DELETE", "/vault/k", version, headers: [("x-amz-bypass-governance-retention", "true")]).Code);
        Assert.Equal("AccessDenied", S3Raw.Send(service, "DELETE", "/vault/k", version, now: S3Raw.Now.AddHours(23)).Code);
        // A delete without a version hides the object and destroys nothing.
        Assert.Equal("true", S3Raw.Send(service, "DELETE", "/vault/k").Headers["x-amz-delete-marker"]);
        Assert.Equal(204, S3Raw.Send(service, "DELETE", "/vault/k", version, now: S3Raw.Now.AddHours(25)).Status);
    }

    [Fact]
    public void Legal_hold_and_governance_retention_yield_to_those_who_may()
    {
        var service = S3Raw.Send(new(), "PUT", "/vault", headers: [("x-amz-bucket-object-lock-enabled", "true")]).Service;
        var put = S3Raw.Send(service, "PUT", "/vault/k", body: "1");
        var version = "versionId=" + put.Headers["x-amz-version-id"];
        Retain("GOVERNANCE", S3Raw.Now.AddDays(2));
        Assert.Equal("AccessDenied", S3Raw.Send(service, "DELETE", "/vault/k", version).Code);
        Assert.Equal("AccessDenied", Retain("GOVERNANCE", S3Raw.Now.AddDays(1)).Code);
        Assert.Null(Retain("GOVERNANCE", S3Raw.Now.AddDays(3)).Code);

        Assert.Null(S3Raw.Send(service, "PUT", "/vault/k", "legal-hold", "<LegalHold><Status>ON</Status></LegalHold>").Code);
        var bypass = new[] { ("x-amz-bypass-governance-retention", "true") };
        Assert.Equal("AccessDenied", S3Raw.Send(service, "DELETE", "/vault/k", version, headers: bypass).Code);
        Assert.Null(S3Raw.Send(service, "PUT", "/vault/k", "legal-hold", "<LegalHold><Status>OFF</Status></LegalHold>").Code);
        Assert.Equal(204, S3Raw.Send(service, "DELETE", "/vault/k", version, headers: bypass).Status);

        S3Raw.Answer Retain(string mode, DateTimeOffset until) =>
            S3Raw.Send(service, "PUT", "/vault/k", "retention", $"<Retention><Mode>{mode}</Mode><RetainUntilDate>{until:O}</RetainUntilDate></Retention>");
    }

    [Fact]
    public async Task Multipart_upload_makes_one_object()
    {
        var body = new byte[(11 << 20) + 3];
        new Random(7).NextBytes(body);
        using (var transfer = new TransferUtility(_client, new TransferUtilityConfig { MinSizeBeforePartUpload = 5 << 20 }))
            await transfer.UploadAsync(new() { BucketName = "box", Key = "big", InputStream = new MemoryStream(body), PartSize = 5 << 20 });

        var got = await _client.GetObjectAsync("box", "big");
        using var copy = new MemoryStream();
        await got.ResponseStream.CopyToAsync(copy);
        Assert.Equal(body, copy.ToArray());
        Assert.EndsWith("-3\"", got.ETag, StringComparison.Ordinal);
        Assert.Empty((await _client.ListMultipartUploadsAsync("box")).MultipartUploads ?? []);
    }

    [Fact]
    public async Task Multipart_upload_refuses_small_parts_and_wrong_etags()
    {
        var upload = await _client.InitiateMultipartUploadAsync("box", "small");
        var etags = new List<PartETag>();
        for (var n = 1; n <= 2; n++)
            etags.Add(new(n, (await _client.UploadPartAsync(new() { BucketName = "box", Key = "small", UploadId = upload.UploadId, PartNumber = n, InputStream = new MemoryStream([1, 2, 3]) })).ETag));

        Assert.Equal([1, 2], (await _client.ListPartsAsync("box", "small", upload.UploadId)).Parts.Select(p => p.PartNumber!.Value));
        Assert.Equal("EntityTooSmall", (await CompleteAsync(etags)).ErrorCode);
        Assert.Equal("InvalidPart", (await CompleteAsync([new(1, "\"0\"")])).ErrorCode);
        await _client.AbortMultipartUploadAsync("box", "small", upload.UploadId);
        Assert.Equal("NoSuchUpload", (await CompleteAsync(etags)).ErrorCode);

        Task<AmazonS3Exception> CompleteAsync(List<PartETag> parts) => Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _client.CompleteMultipartUploadAsync(new() { BucketName = "box", Key = "small", UploadId = upload.UploadId, PartETags = parts }));
    }

    [Fact]
    public async Task Batch_delete_takes_a_thousand_keys_and_no_more()
    {
        var keys = Enumerable.Range(0, 1001).Select(n => new KeyVersion { Key = "k" + n }).ToList();
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.DeleteObjectsAsync(new() { BucketName = "box", Objects = keys }));
        Assert.Equal("MalformedXML", refused.ErrorCode);
        keys.RemoveAt(0);
        // Keys that are not there count as deleted.
        Assert.Equal(1000, (await _client.DeleteObjectsAsync(new() { BucketName = "box", Objects = keys })).DeletedObjects.Count);
    }

    [Fact]
    public async Task Batch_delete_reports_each_failure_beside_what_it_deleted()
    {
        await _client.PutObjectAsync(new() { BucketName = "box", Key = "a", ContentBody = "1" });
        await _client.PutObjectAsync(new() { BucketName = "box", Key = "b", ContentBody = "1" });
        var failed = await Assert.ThrowsAsync<DeleteObjectsException>(() => _client.DeleteObjectsAsync(new()
        {
            BucketName = "box", Objects = [new() { Key = "a" }, new() { Key = "b", ETag = "\"0\"" }, new() { Key = new string('x', 1025) }],
        }));
        Assert.Equal(["a"], failed.Response.DeletedObjects.Select(d => d.Key));
        Assert.Equal(["PreconditionFailed", "KeyTooLongError"], failed.Response.DeleteErrors.Select(e => e.Code));
        Assert.Equal("1", await TextAsync("box", "b"));
    }

    private async Task<string> TextAsync(string bucket, string key, string? version = null)
    {
        using var got = await _client.GetObjectAsync(bucket, key, version);
        using var reader = new StreamReader(got.ResponseStream);
        return await reader.ReadToEndAsync();
    }
}
