using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace EbsBackup.OrgReport;

/// <summary>A bucket. Big files go in parts; S3 shows an object only when all of it is there.</summary>
internal sealed class BucketDestination(IAmazonS3 s3, string bucketName)
{
    public string AddressOf(string key) => $"s3://{bucketName}/{key}";

    /// <summary>
    /// Uploads the files in the given order. The manifest of an earlier run goes first and the new one comes last: at no
    /// time does a manifest stand beside files that it does not describe.
    /// </summary>
    public async Task DeliverAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucketName, Key = files[files.Count - 1].Key }, cancellationToken)
            .ConfigureAwait(false);
        using var transfer = new TransferUtility(s3);
        foreach (var file in files)
        {
            await transfer.UploadAsync(
                new TransferUtilityUploadRequest { BucketName = bucketName, Key = file.Key, FilePath = file.Path, ContentType = file.ContentType },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
