using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace EbsBackup.OrgReport;

/// <summary>A bucket.</summary>
internal sealed class BucketDestination(IAmazonS3 s3, string bucketName, string? kmsKeyId)
{
    // S3 takes parts of 5 MiB and more, 10,000 at most: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private const long PartSize = 16 * 1024 * 1024;
    private const int MaxParts = 10_000;
    private const int PartsInFlight = 4;

    public string AddressOf(string key) => $"s3://{bucketName}/{key}";

    /// <summary>The file at a key; null when there is none.</summary>
    /// <exception cref="AmazonS3Exception">Also of a key that is not there, when the caller may not list the bucket: then nobody can say.</exception>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await s3.GetObjectAsync(bucketName, key, cancellationToken).ConfigureAwait(false)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "NoSuchKey" or "NotFound" or "NoSuchBucket")
        {
            // A bucket that is not there the delivery tells.
            return null;
        }
    }

    /// <summary>
    /// Uploads everything before anything can be seen, then shows all of it at once, the manifest last. Whatever fails
    /// before that leaves an earlier report as it was. At no time does a manifest stand beside files that it does not
    /// describe: the one of an earlier run goes first, unless it names its files' versions and so stays true.
    /// </summary>
    /// <returns>The versions by key, where the bucket keeps any.</returns>
    public async Task<IReadOnlyDictionary<string, string>> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var (earlier, known) = await EarlierAsync(delivery.ManifestKey, cancellationToken).ConfigureAwait(false);
        var uploads = new List<CompleteMultipartUploadRequest>();
        try
        {
            foreach (var file in delivery.Files) await UploadAsync(file, uploads, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            foreach (var upload in uploads) await AbortAsync(upload).ConfigureAwait(false);
            throw;
        }

        // From here on a cancellation would leave half a report: these few calls carry no data.
        if (!known || earlier is { OutlivesItsKeys: false }) await DeleteAsync(delivery.ManifestKey).ConfigureAwait(false);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var upload in uploads)
        {
            var shown = await s3.CompleteMultipartUploadAsync(upload, CancellationToken.None).ConfigureAwait(false);

            // "null" is the version of a bucket that keeps none any more.
            if (shown.VersionId is { Length: > 0 } version and not "null") versions[upload.Key] = version;
        }

        var manifest = delivery.Seal(versions);
        await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucketName,
                Key = manifest.Key,
                FilePath = manifest.Path,
                ContentType = manifest.ContentType,
                ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
                ServerSideEncryptionMethod = Encryption,
                ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId,
            },
            CancellationToken.None).ConfigureAwait(false);
        foreach (var key in delivery.Stale(earlier))
        {
            try
            {
                await DeleteAsync(key).ConfigureAwait(false);
            }
            catch (AmazonServiceException)
            {
                // What no manifest tells of is no part of a report.
            }
        }

        return versions;
    }

    /// <summary>The manifest of an earlier run, and whether it is known that there is one or none.</summary>
    private async Task<(EarlierManifest? Manifest, bool Known)> EarlierAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await EarlierManifest.ReadAsync(await OpenAsync(key, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), true);
        }
        catch (AmazonS3Exception)
        {
            return (null, false);
        }
    }

    private async Task DeleteAsync(string key) =>
        await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucketName, Key = key }, CancellationToken.None).ConfigureAwait(false);

    private ServerSideEncryptionMethod? Encryption => kmsKeyId is null ? null : ServerSideEncryptionMethod.AWSKMS;

    private async Task UploadAsync(StagedFile file, List<CompleteMultipartUploadRequest> uploads, CancellationToken cancellationToken)
    {
        var begun = await s3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = bucketName,
                Key = file.Key,
                ContentType = file.ContentType,
                ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
                ServerSideEncryptionMethod = Encryption,
                ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId,
            },
            cancellationToken).ConfigureAwait(false);
        var upload = new CompleteMultipartUploadRequest { BucketName = bucketName, Key = file.Key, UploadId = begun.UploadId };
        uploads.Add(upload);

        var length = new FileInfo(file.Path).Length;
        var partSize = Math.Max(PartSize, (length + MaxParts - 1) / MaxParts);
        using var gate = new SemaphoreSlim(PartsInFlight);
        var parts = Enumerable.Range(0, (int)Math.Max((length + partSize - 1) / partSize, 1)).Select(UploadPartAsync).ToList();
        upload.AddPartETags(await Task.WhenAll(parts).ConfigureAwait(false));

        async Task<UploadPartResponse> UploadPartAsync(int index)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await s3.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = bucketName,
                        Key = file.Key,
                        UploadId = begun.UploadId,
                        PartNumber = index + 1,
                        FilePath = file.Path,
                        FilePosition = index * partSize,
                        PartSize = Math.Min(partSize, length - (index * partSize)),
                        ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    /// <summary>Parts that stay behind cost money and show nowhere; what could not be aborted a lifecycle rule must remove.</summary>
    private async Task AbortAsync(CompleteMultipartUploadRequest upload)
    {
        try
        {
            await s3.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = bucketName, Key = upload.Key, UploadId = upload.UploadId }, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (AmazonS3Exception)
        {
        }
    }
}
