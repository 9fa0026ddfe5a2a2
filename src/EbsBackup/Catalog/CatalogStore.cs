using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using Amazon.S3.Model;
using EbsBackup.Sessions;

namespace EbsBackup.Catalog;

/// <summary>Small JSON objects in one bucket, written under conditions so that two writers never undo each other.</summary>
internal sealed class CatalogStore(IAmazonS3 s3, CatalogLocation location)
{
    private const int DeleteBatch = 1000;
    private const int Attempts = 4;

    public CatalogKeys Keys { get; } = new(location.KeyPrefix);

    /// <summary>The catalogue at a place, or null when there is none.</summary>
    public static CatalogStore? Open(AwsSession session, RegionName region, CatalogLocation? location) =>
        location is null ? null : new CatalogStore(session.S3(region), location);

    public Task PutAsync<T>(string key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WriteAsync(key, value, type, null, null, cancellationToken);

    /// <summary>Writes only when there is no such object. Null when there is one.</summary>
    public async Task<string?> TryCreateAsync<T>(string key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteAsync(key, value, type, "*", null, cancellationToken).ConfigureAwait(false);
            }
            catch (EbsBackupException e) when (attempt < Attempts && IsConflict(e.InnerException))
            {
                // 409 says that writers met, not that an object is there: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
            }
        }
    }

    /// <summary>Writes only when the object is still the one that was read. Null when it is not.</summary>
    public Task<string?> TryReplaceAsync<T>(string key, T value, JsonTypeInfo<T> type, string etag, CancellationToken cancellationToken) =>
        WriteAsync(key, value, type, null, etag, cancellationToken);

    /// <summary>The object and its ETag, or null when there is none.</summary>
    /// <exception cref="EbsBackupException">It is there and cannot be read as what it should be.</exception>
    public async Task<(T Value, string ETag)?> TryReadAsync<T>(string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await s3.GetObjectAsync(new GetObjectRequest { BucketName = location.BucketName, Key = key }, cancellationToken).ConfigureAwait(false);
            var value = await JsonSerializer.DeserializeAsync(response.ResponseStream, type, cancellationToken).ConfigureAwait(false);
            return value is null ? throw new JsonException("null") : (value, response.ETag);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchKey")
        {
            return null;
        }
        catch (JsonException e)
        {
            throw EbsBackupError.UnreadableObject(location.BucketName, key, e.Message).ToException(e);
        }
        catch (Exception e) when (e is not EbsBackupException && !cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "s3:GetObject", location.BucketName).ToException(e);
        }
    }

    /// <param name="delimiter">Leaves out what lies behind the next one of these.</param>
    public async IAsyncEnumerable<S3Object> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken, string? delimiter = null)
    {
        var request = new ListObjectsV2Request { BucketName = location.BucketName, Prefix = prefix, Delimiter = delimiter };
        ListObjectsV2Response page;
        do
        {
            try
            {
                page = await s3.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                throw EbsBackupError.From(e, "s3:ListBucket", location.BucketName).ToException(e);
            }

            foreach (var found in page.S3Objects ?? []) yield return found;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    /// <summary>Removes objects, a thousand a call; one that is not there is removed already.</summary>
    /// <returns>What could not be removed.</returns>
    public async Task<IReadOnlyList<EbsBackupError>> DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var errors = new List<EbsBackupError>();
        for (var start = 0; start < keys.Count; start += DeleteBatch)
        {
            var batch = keys.Skip(start).Take(DeleteBatch).Select(key => new KeyVersion { Key = key }).ToList();
            try
            {
                var response = await s3.DeleteObjectsAsync(
                    new DeleteObjectsRequest { BucketName = location.BucketName, Objects = batch, Quiet = true }, cancellationToken).ConfigureAwait(false);
                errors.AddRange((response.DeleteErrors ?? []).Select(Refused));
            }
            catch (DeleteObjectsException e)
            {
                errors.AddRange(e.Response.DeleteErrors.Select(Refused));
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                errors.Add(EbsBackupError.From(e, "s3:DeleteObject", location.BucketName));
            }
        }

        return errors;

        EbsBackupError Refused(DeleteError e) => EbsBackupError.RecordNotDropped(location.BucketName, e.Key, $"{e.Code} {e.Message}");
    }

    private async Task<string?> WriteAsync<T>(string key, T value, JsonTypeInfo<T> type, string? ifNoneMatch, string? ifMatch, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, type));
            var response = await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = location.BucketName,
                    Key = key,
                    ContentType = "application/json",
                    InputStream = body,

                    // Chunks cost a buffer of 128 KB for each write (AWSSDK.Core 4.0).
                    UseChunkEncoding = false,
                    IfNoneMatch = ifNoneMatch,
                    IfMatch = ifMatch,
                },
                cancellationToken).ConfigureAwait(false);
            return response.ETag;
        }
        catch (AmazonS3Exception e) when (
            (ifNoneMatch ?? ifMatch) is not null
            && (e.StatusCode == HttpStatusCode.PreconditionFailed || (ifMatch is not null && (IsConflict(e) || e.ErrorCode == "NoSuchKey"))))
        {
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "s3:PutObject", location.BucketName).ToException(e);
        }
    }

    private static bool IsConflict(Exception? e) => e is AmazonS3Exception { StatusCode: HttpStatusCode.Conflict };
}
