using System.Text;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Buckets themselves: create, find, list, delete; location and versioning.</summary>
internal sealed class BucketOperations(S3Store store)
{
    private const string NorthVirginia = "us-east-1";

    public SandboxResponse Create(S3Request request)
    {
        var name = request.Address.Bucket!;
        var region = RegionOf(request);
        if (!BucketName.IsValid(name))
            throw S3Errors.InvalidBucketName(name);
        if (store.Buckets.TryGetValue(name, out var existing))
        {
            if (existing.OwnerAccountId != request.Call.Caller.AccountId)
            {
                throw new AwsErrorException("BucketAlreadyExists", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", 409)
                {
                    Details = S3Errors.Detail(("BucketName", name)),
                };
            }

            // In us-east-1 alone a bucket of one's own can be created again: the first S3 did so.
            if (existing.Region != NorthVirginia || region != NorthVirginia)
            {
                throw new AwsErrorException("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409)
                {
                    Details = S3Errors.Detail(("BucketName", name)),
                };
            }
        }
        else
        {
            var isLocked = request.Header("x-amz-bucket-object-lock-enabled")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
            Add(name, request.Call.Caller.AccountId, region, request.Now, isLocked);
        }

        return new() { Headers = { ["Location"] = "/" + name, ["x-amz-bucket-arn"] = "arn:aws:s3:::" + name } };
    }

    public S3Bucket Add(string name, string accountId, string region, DateTimeOffset now, bool objectLock = false)
    {
        var bucket = new S3Bucket(name, accountId, region, now) { ObjectLock = objectLock, Versioning = objectLock ? "Enabled" : null };
        BucketDocuments.SetDefaults(bucket);
        store.Buckets.Add(name, bucket);
        return bucket;
    }

    public SandboxResponse List(S3Request request)
    {
        var prefix = request.Parameter("prefix") ?? "";
        var region = request.Parameter("bucket-region");
        var most = request.Number("max-buckets", 10_000, 1, 10_000);
        var after = request.Parameter("continuation-token") is { } token ? Encoding.UTF8.GetString(Convert.FromHexString(token)) : "";
        var rest = store.Buckets.Values
            .Where(b => b.OwnerAccountId == request.Call.Caller.AccountId
                && b.Name.StartsWith(prefix, StringComparison.Ordinal)
                && (region is null || b.Region == region)
                && string.CompareOrdinal(b.Name, after) > 0)
            .Take(most + 1)
            .ToList();
        var page = rest.Take(most).ToList();
        return S3Xml.Response(S3Xml.Element(
            "ListAllMyBucketsResult",
            S3Xml.Element("Owner", S3Xml.Element("ID", S3Store.CanonicalId(request.Call.Caller.AccountId))),
            S3Xml.Element("Buckets", page.Select(b => S3Xml.Element(
                "Bucket",
                S3Xml.Element("Name", b.Name),
                S3Xml.Element("CreationDate", S3Xml.Timestamp(b.Created)),
                S3Xml.Element("BucketArn", b.Arn),
                // Only a paged listing says where each bucket is.
                request.Query.ContainsKey("max-buckets") || region is not null ? S3Xml.Element("BucketRegion", b.Region) : null))),
            rest.Count > most ? S3Xml.Element("ContinuationToken", Convert.ToHexString(Encoding.UTF8.GetBytes(page[^1].Name))) : null,
            prefix.Length > 0 ? S3Xml.Element("Prefix", prefix) : null));
    }

    public static SandboxResponse Head(S3Request request, S3Bucket bucket) => new()
    {
        Headers =
        {
            ["x-amz-bucket-region"] = bucket.Region,
            ["x-amz-bucket-arn"] = bucket.Arn,
            ["x-amz-access-point-alias"] = "false",
            ["Content-Type"] = "application/xml",
        },
    };

    public SandboxResponse Delete(S3Request request, S3Bucket bucket)
    {
        if (bucket.Keys.Count > 0)
        {
            throw new AwsErrorException(
                "BucketNotEmpty",
                bucket.Versioning is null
                    ? "The bucket you tried to delete is not empty"
                    : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
                409)
            {
                Details = S3Errors.Detail(("BucketName", bucket.Name)),
            };
        }

        store.Buckets.Remove(bucket.Name);
        return new() { StatusCode = 204 };
    }

    public static SandboxResponse Location(S3Request request, S3Bucket bucket) =>
        S3Xml.Response(S3Xml.Element("LocationConstraint", bucket.Region == NorthVirginia ? null : bucket.Region));

    public static SandboxResponse GetVersioning(S3Request request, S3Bucket bucket) =>
        S3Xml.Response(S3Xml.Element("VersioningConfiguration", S3Xml.Optional("Status", bucket.Versioning)));

    public static SandboxResponse PutVersioning(S3Request request, S3Bucket bucket)
    {
        var status = request.Document("VersioningConfiguration").Text("Status");
        if (status is not ("Enabled" or "Suspended"))
            throw new AwsErrorException("IllegalVersioningConfigurationException", "The Versioning element must be specified");
        if (bucket.ObjectLock && status == "Suspended")
            throw new AwsErrorException("InvalidBucketState", "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", 409);
        bucket.Versioning = status;
        return new();
    }

    private static string RegionOf(S3Request request)
    {
        var endpoint = request.Address.EndpointRegion ?? request.Call.Region;
        var constraint = request.Payload.Content.Length == 0
            ? null
            : request.Document("CreateBucketConfiguration").Text("LocationConstraint") is { Length: > 0 } text ? text : null;
        if (constraint == "EU")
            constraint = "eu-west-1";
        if (endpoint == NorthVirginia)
        {
            // The endpoint of us-east-1 is the old global one: it creates buckets anywhere, but us-east-1 is said by silence.
            return constraint switch
            {
                null => NorthVirginia,
                NorthVirginia => throw new AwsErrorException("InvalidLocationConstraint", "The specified location-constraint is not valid")
                {
                    Details = S3Errors.Detail(("LocationConstraint", constraint)),
                },
                _ => constraint,
            };
        }

        return constraint == endpoint
            ? endpoint
            : throw new AwsErrorException(
                "IllegalLocationConstraintException",
                $"The {constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.");
    }
}
