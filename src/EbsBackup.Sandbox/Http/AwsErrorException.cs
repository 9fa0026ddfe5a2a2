namespace EbsBackup.Sandbox.Http;

/// <summary>An error that AWS documents: code, message and HTTP status.</summary>
public sealed class AwsErrorException(string code, string message, int statusCode = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int StatusCode { get; } = statusCode;

    /// <summary>Further members of the error, such as S3's <c>BucketName</c>.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers that go with the error, such as <c>x-amz-bucket-region</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
