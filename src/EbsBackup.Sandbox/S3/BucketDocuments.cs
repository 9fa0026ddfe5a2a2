using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Configuration that a bucket keeps and gives back: encryption, policy, public access, lifecycle, ownership, tags.</summary>
internal static class BucketDocuments
{
    /// <param name="Subresource">The query parameter that names it.</param>
    /// <param name="Root">The XML document's root.</param>
    /// <param name="MissingCode">The error when there is none.</param>
    private sealed record Kind(string Subresource, string Operation, string Root, string MissingCode, string MissingMessage);

    private static readonly Kind[] Kinds =
    [
        new("lifecycle", "BucketLifecycleConfiguration", "LifecycleConfiguration", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        new("publicAccessBlock", "PublicAccessBlock", "PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
        new("ownershipControls", "BucketOwnershipControls", "OwnershipControls", "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
        new("cors", "BucketCors", "CORSConfiguration", "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
        new("tagging", "BucketTagging", "Tagging", "NoSuchTagSet", "The TagSet does not exist"),
    ];

    /// <summary>What a bucket has from birth (https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html).</summary>
    public static void SetDefaults(S3Bucket bucket)
    {
        bucket.Documents["publicAccessBlock"] = Bytes(S3Xml.Element(
            "PublicAccessBlockConfiguration",
            S3Xml.Element("BlockPublicAcls", "true"),
            S3Xml.Element("IgnorePublicAcls", "true"),
            S3Xml.Element("BlockPublicPolicy", "true"),
            S3Xml.Element("RestrictPublicBuckets", "true")));
        bucket.Documents["ownershipControls"] = Bytes(S3Xml.Element(
            "OwnershipControls", S3Xml.Element("Rule", S3Xml.Element("ObjectOwnership", "BucketOwnerEnforced"))));
    }

    public static void AddTo(IDictionary<string, Func<S3Request, S3Bucket, SandboxResponse>> operations)
    {
        foreach (var kind in Kinds)
        {
            operations["Get" + kind.Operation] = (_, bucket) => Get(kind, bucket);
            operations["Put" + kind.Operation] = (request, bucket) => Put(kind, request, bucket);
            operations[kind.Subresource == "lifecycle" ? "DeleteBucketLifecycle" : "Delete" + kind.Operation] = (_, bucket) =>
            {
                bucket.Documents.Remove(kind.Subresource);
                return new() { StatusCode = 204 };
            };
        }

        operations["GetBucketEncryption"] = (_, bucket) => GetEncryption(bucket);
        operations["PutBucketEncryption"] = PutEncryption;
        operations["DeleteBucketEncryption"] = (_, bucket) =>
        {
            bucket.DefaultEncryption = S3Encryption.Default;
            return new() { StatusCode = 204 };
        };
        operations["GetBucketPolicy"] = (_, bucket) => GetPolicy(bucket);
        operations["PutBucketPolicy"] = PutPolicy;
        operations["DeleteBucketPolicy"] = (_, bucket) =>
        {
            bucket.Policy = null;
            return new() { StatusCode = 204 };
        };
    }

    private static SandboxResponse Get(Kind kind, S3Bucket bucket) =>
        bucket.Documents.TryGetValue(kind.Subresource, out var document)
            ? new() { Body = document, Headers = { ["Content-Type"] = "application/xml" } }
            : throw new AwsErrorException(kind.MissingCode, kind.MissingMessage, 404) { Details = S3Errors.Detail(("BucketName", bucket.Name)) };

    private static SandboxResponse Put(Kind kind, S3Request request, S3Bucket bucket)
    {
        var document = request.Document(kind.Root);
        if (kind.Subresource == "tagging")
            S3Tags.ParseXml(document, most: 50);
        if (kind.Subresource is "lifecycle" or "cors" && !document.HasElements)
            throw S3Errors.MalformedXml();
        bucket.Documents[kind.Subresource] = request.Payload.Content;
        return new() { StatusCode = kind.Subresource == "tagging" ? 204 : 200 };
    }

    private static SandboxResponse GetEncryption(S3Bucket bucket) => S3Xml.Response(S3Xml.Element(
        "ServerSideEncryptionConfiguration",
        S3Xml.Element(
            "Rule",
            S3Xml.Element(
                "ApplyServerSideEncryptionByDefault",
                S3Xml.Element("SSEAlgorithm", bucket.DefaultEncryption.Algorithm),
                S3Xml.Optional("KMSMasterKeyID", bucket.DefaultEncryption.KeyId)),
            S3Xml.Element("BucketKeyEnabled", bucket.DefaultEncryption.BucketKey))));

    private static SandboxResponse PutEncryption(S3Request request, S3Bucket bucket)
    {
        var rule = request.Document("ServerSideEncryptionConfiguration").Child("Rule") ?? throw S3Errors.MalformedXml();
        var byDefault = rule.Child("ApplyServerSideEncryptionByDefault") ?? throw S3Errors.MalformedXml();
        var algorithm = byDefault.Text("SSEAlgorithm");
        var key = byDefault.Text("KMSMasterKeyID");
        if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
            throw S3Errors.MalformedXml();
        if (algorithm == "AES256" && key is not null)
            throw S3Errors.InvalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", "ApplyServerSideEncryptionByDefault", algorithm);

        bucket.DefaultEncryption = new(
            algorithm,
            algorithm == "AES256" ? null : S3Encryption.KeyArn(key ?? "alias/aws/s3", bucket),
            rule.Text("BucketKeyEnabled") == "true");
        return new();
    }

    private static SandboxResponse GetPolicy(S3Bucket bucket) =>
        bucket.Policy is { } policy
            ? new() { Body = Encoding.UTF8.GetBytes(policy.Text), Headers = { ["Content-Type"] = "application/json" } }
            : throw new AwsErrorException("NoSuchBucketPolicy", "The bucket policy does not exist", 404) { Details = S3Errors.Detail(("BucketName", bucket.Name)) };

    private static SandboxResponse PutPolicy(S3Request request, S3Bucket bucket)
    {
        bucket.Policy = BucketPolicy.Parse(Encoding.UTF8.GetString(request.Payload.Content));
        return new() { StatusCode = 204 };
    }

    private static byte[] Bytes(XElement document) => S3Xml.Response(document).Body.ToArray();
}
