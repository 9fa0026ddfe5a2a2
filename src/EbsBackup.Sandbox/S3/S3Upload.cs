namespace EbsBackup.Sandbox.S3;

/// <summary>A multipart upload under way.</summary>
/// <param name="Draft">The object to be, without body and ETag.</param>
internal sealed record S3Upload(string UploadId, S3Object Draft, DateTimeOffset Initiated, string InitiatorArn, ChecksumAlgorithm Algorithm, string ChecksumType, bool ChecksumAsked)
{
    public SortedDictionary<int, S3Part> Parts { get; } = [];
}
