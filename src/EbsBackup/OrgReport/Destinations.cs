using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Where files go: a folder, a bucket, or both.</summary>
internal sealed class Destinations(FolderDestination? folder, BucketDestination? bucket, string? bucketName)
{
    public static async Task<Destinations> OfAsync(
        AwsSession session, string? outputPath, string? bucketName, string? kmsKeyId, CancellationToken cancellationToken) => new(
            outputPath is null ? null : new FolderDestination(outputPath),
            bucketName is null ? null : new BucketDestination(session.S3(await session.GetRegionAsync(cancellationToken).ConfigureAwait(false)), bucketName, kmsKeyId),
            bucketName);

    /// <summary>
    /// Those of the destinations that may be written to, and why not to all. What is at any of them and is to be kept
    /// keeps the rest as it is; a bucket that cannot say what it has gets nothing incomplete, while a folder can say.
    /// </summary>
    /// <param name="keeps">Reads a manifest that is there.</param>
    public async Task<(Destinations? Free, EbsBackupError? Error)> FreeAsync(
        string manifest, bool isComplete, Func<Stream, Task<bool>> keeps, Func<EbsBackupError> why, CancellationToken cancellationToken)
    {
        if (folder is not null && await KeepsAsync(folder.OpenAsync).ConfigureAwait(false)) return (null, why());
        if (bucket is null) return (this, null);
        try
        {
            return await KeepsAsync(bucket.OpenAsync).ConfigureAwait(false) ? (null, why()) : (this, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return isComplete ? (this, null) : (folder is null ? null : new Destinations(folder, null, null), EbsBackupError.From(e, "s3:GetObject", bucketName!));
        }

        async Task<bool> KeepsAsync(Func<string, CancellationToken, Task<Stream?>> open)
        {
            using var stream = await open(manifest, cancellationToken).ConfigureAwait(false);
            return stream is not null && await keeps(stream).ConfigureAwait(false);
        }
    }

    /// <summary>A file at any of them; null when there is none.</summary>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        (folder is null ? null : await folder.OpenAsync(key, cancellationToken).ConfigureAwait(false))
        ?? (bucket is null ? null : await bucket.OpenAsync(key, cancellationToken).ConfigureAwait(false));

    /// <summary>Brings the files to the bucket, then to the folder, which takes them away. A bucket that fails is told to <paramref name="onError"/>.</summary>
    /// <returns>Where the manifests are.</returns>
    public async Task<IReadOnlyList<string>> DeliverAsync(Delivery delivery, Action<EbsBackupError> onError, CancellationToken cancellationToken)
    {
        var manifests = new List<string>();
        IReadOnlyDictionary<string, string> versions = new Dictionary<string, string>();
        if (bucket is not null)
        {
            try
            {
                versions = await bucket.DeliverAsync(delivery, cancellationToken).ConfigureAwait(false);
                manifests.Add(bucket.AddressOf(delivery.ManifestKey));
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                onError(EbsBackupError.From(e, "s3:PutObject", bucketName!));
            }
        }

        if (folder is not null)
        {
            await folder.DeliverAsync(delivery, versions, cancellationToken).ConfigureAwait(false);
            manifests.Add(folder.PathOf(delivery.ManifestKey));
        }

        return manifests;
    }
}
