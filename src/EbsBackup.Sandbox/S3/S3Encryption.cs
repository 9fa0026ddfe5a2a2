using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Server-side encryption as the headers tell it; nothing is encrypted.</summary>
internal sealed record S3Encryption(string Algorithm, string? KeyId, bool BucketKey)
{
    /// <summary>What S3 does with every object unless told otherwise, since January 2023.</summary>
    public static readonly S3Encryption Default = new("AES256", null, false);

    private const string Header = "x-amz-server-side-encryption";

    /// <summary>As the request asks, else as the bucket says.</summary>
    public static S3Encryption For(S3Request request, S3Bucket bucket)
    {
        var algorithm = request.Header(Header);
        if (algorithm is null)
            return bucket.DefaultEncryption;
        if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
            throw S3Errors.InvalidArgument("The encryption method specified is not supported", Header, algorithm);

        var key = request.Header(Header + "-aws-kms-key-id");
        if (algorithm == "AES256")
        {
            return key is null
                ? Default
                : throw S3Errors.InvalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", Header, algorithm);
        }

        return new(
            algorithm,
            KeyArn(key ?? "alias/aws/s3", bucket),
            request.Header(Header + "-bucket-key-enabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true);
    }

    public static string KeyArn(string key, S3Bucket bucket) =>
        key.StartsWith("arn:", StringComparison.Ordinal) ? key
        : $"arn:aws:kms:{bucket.Region}:{bucket.OwnerAccountId}:{(key.StartsWith("alias/", StringComparison.Ordinal) ? key : "key/" + key)}";

    public void WriteTo(SandboxResponse response)
    {
        response.Headers[Header] = Algorithm;
        if (KeyId is not null)
            response.Headers[Header + "-aws-kms-key-id"] = KeyId;
        if (BucketKey)
            response.Headers[Header + "-bucket-key-enabled"] = "true";
    }
}
