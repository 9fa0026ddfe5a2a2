using System.Globalization;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>S3's documented errors (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html) that several operations share.</summary>
internal static class S3Errors
{
    public static AwsErrorException AccessDenied() => new("AccessDenied", "Access Denied", 403);

    public static AwsErrorException InvalidUri() => new("InvalidURI", "Couldn't parse the specified URI.");

    public static AwsErrorException Locked() => new("AccessDenied", "Access Denied because object protected by object lock.", 403);

    public static AwsErrorException MalformedXml() =>
        new("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static AwsErrorException InvalidArgument(string message, string name, string value) =>
        new("InvalidArgument", message) { Details = Detail(("ArgumentName", name), ("ArgumentValue", value)) };

    public static AwsErrorException InvalidRequest(string message) => new("InvalidRequest", message);

    public static AwsErrorException NoSuchBucket(string bucket) =>
        new("NoSuchBucket", "The specified bucket does not exist", 404) { Details = Detail(("BucketName", bucket)) };

    public static AwsErrorException InvalidBucketName(string bucket) =>
        new("InvalidBucketName", "The specified bucket is not valid.") { Details = Detail(("BucketName", bucket)) };

    public static AwsErrorException NoSuchKey(string key) =>
        new("NoSuchKey", "The specified key does not exist.", 404) { Details = Detail(("Key", key)) };

    public static AwsErrorException NoSuchVersion(string key, string versionId) =>
        new("NoSuchVersion", "The specified version does not exist.", 404) { Details = Detail(("Key", key), ("VersionId", versionId)) };

    public static AwsErrorException NoSuchUpload(string uploadId) =>
        new("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404)
        {
            Details = Detail(("UploadId", uploadId)),
        };

    public static AwsErrorException PreconditionFailed(string condition) =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412) { Details = Detail(("Condition", condition)) };

    public static AwsErrorException KeyTooLong(int size) => new("KeyTooLongError", "Your key is too long")
    {
        Details = Detail(("Size", size.ToString(CultureInfo.InvariantCulture)), ("MaxSizeAllowed", "1024")),
    };

    public static AwsErrorException MethodNotAllowed(string method, string resource) =>
        new("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
        {
            Details = Detail(("Method", method), ("ResourceType", resource)),
        };

    public static AwsErrorException NotImplemented(string header) =>
        new("NotImplemented", "A header you provided implies functionality that is not implemented", 501) { Details = Detail(("Header", header)) };

    public static IReadOnlyDictionary<string, string> Detail(params (string Name, string Value)[] details) =>
        details.ToDictionary(d => d.Name, d => d.Value);
}
