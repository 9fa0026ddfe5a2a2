using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>ListObjectsV2, ListObjects, ListObjectVersions.</summary>
internal static class Listings
{
    private const int MostKeys = 1000;

    public static SandboxResponse ObjectsV2(S3Request request, S3Bucket bucket)
    {
        var (prefix, delimiter, most, encoding) = Arguments(request);
        var token = request.Parameter("continuation-token");
        var startAfter = request.Parameter("start-after") ?? "";
        var page = KeyPage.Read(bucket.Keys, prefix, delimiter, token is null ? startAfter : ReadToken(token), most);
        var withOwner = request.Parameter("fetch-owner") == "true";
        return S3Xml.Response(S3Xml.Element(
            "ListBucketResult",
            S3Xml.Element("Name", bucket.Name),
            S3Xml.Element("Prefix", encoding.Apply(prefix)),
            S3Xml.Optional("Delimiter", delimiter.Length == 0 ? null : encoding.Apply(delimiter)),
            S3Xml.Optional("StartAfter", startAfter.Length == 0 ? null : encoding.Apply(startAfter)),
            S3Xml.Optional("ContinuationToken", token),
            S3Xml.Element("KeyCount", page.Items.Count),
            S3Xml.Element("MaxKeys", most),
            S3Xml.Optional("EncodingType", encoding.Type),
            S3Xml.Element("IsTruncated", page.IsTruncated),
            page.IsTruncated ? S3Xml.Element("NextContinuationToken", Token(page.Items[^1].Name)) : null,
            Contents(page, encoding, withOwner ? bucket : null),
            CommonPrefixes(page.Items.Where(i => i.Object is null).Select(i => i.Name), encoding)));
    }

    public static SandboxResponse ObjectsV1(S3Request request, S3Bucket bucket)
    {
        var (prefix, delimiter, most, encoding) = Arguments(request);
        var marker = request.Parameter("marker") ?? "";
        var page = KeyPage.Read(bucket.Keys, prefix, delimiter, marker, most);
        return S3Xml.Response(S3Xml.Element(
            "ListBucketResult",
            S3Xml.Element("Name", bucket.Name),
            S3Xml.Element("Prefix", encoding.Apply(prefix)),
            S3Xml.Element("Marker", encoding.Apply(marker)),
            // Without a delimiter the last key is the next marker, and S3 does not repeat it.
            page.IsTruncated && delimiter.Length > 0 ? S3Xml.Element("NextMarker", encoding.Apply(page.Items[^1].Name)) : null,
            S3Xml.Element("MaxKeys", most),
            S3Xml.Optional("Delimiter", delimiter.Length == 0 ? null : encoding.Apply(delimiter)),
            S3Xml.Optional("EncodingType", encoding.Type),
            S3Xml.Element("IsTruncated", page.IsTruncated),
            Contents(page, encoding, bucket),
            CommonPrefixes(page.Items.Where(i => i.Object is null).Select(i => i.Name), encoding)));
    }

    public static SandboxResponse Versions(S3Request request, S3Bucket bucket)
    {
        var (prefix, delimiter, most, encoding) = Arguments(request);
        var keyMarker = request.Parameter("key-marker") ?? "";
        var versionMarker = request.Parameter("version-id-marker") ?? "";
        if (versionMarker.Length > 0 && keyMarker.Length == 0)
            throw S3Errors.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", versionMarker);

        var page = VersionPage.Read(bucket.Keys, prefix, delimiter, keyMarker, versionMarker, most);
        return S3Xml.Response(S3Xml.Element(
            "ListVersionsResult",
            S3Xml.Element("Name", bucket.Name),
            S3Xml.Element("Prefix", encoding.Apply(prefix)),
            S3Xml.Element("KeyMarker", encoding.Apply(keyMarker)),
            S3Xml.Element("VersionIdMarker", versionMarker),
            page.IsTruncated ? S3Xml.Element("NextKeyMarker", encoding.Apply(page.Items[^1].Name)) : null,
            page.IsTruncated && page.Items[^1].Version is { } last ? S3Xml.Element("NextVersionIdMarker", last.VersionId) : null,
            S3Xml.Element("MaxKeys", most),
            S3Xml.Optional("Delimiter", delimiter.Length == 0 ? null : encoding.Apply(delimiter)),
            S3Xml.Optional("EncodingType", encoding.Type),
            S3Xml.Element("IsTruncated", page.IsTruncated),
            page.Items.Where(i => i.Version is not null).Select(i => S3Xml.Element(
                i.Version!.IsDeleteMarker ? "DeleteMarker" : "Version",
                S3Xml.Element("Key", encoding.Apply(i.Name)),
                S3Xml.Element("VersionId", i.Version.VersionId),
                S3Xml.Element("IsLatest", i.IsLatest),
                S3Xml.Element("LastModified", S3Xml.Timestamp(i.Version.LastModified)),
                i.Version.IsDeleteMarker ? null : Facts(i.Version),
                Owner(bucket))),
            CommonPrefixes(page.Items.Where(i => i.Version is null).Select(i => i.Name), encoding)));
    }

    public static IEnumerable<XElement> CommonPrefixes(IEnumerable<string> prefixes, ListEncoding encoding) =>
        prefixes.Select(p => S3Xml.Element("CommonPrefixes", S3Xml.Element("Prefix", encoding.Apply(p))));

    public static XElement Owner(S3Bucket bucket, string name = "Owner") =>
        S3Xml.Element(name, S3Xml.Element("ID", S3Store.CanonicalId(bucket.OwnerAccountId)));

    private static (string Prefix, string Delimiter, int Most, ListEncoding Encoding) Arguments(S3Request request) => (
        request.Parameter("prefix") ?? "",
        request.Parameter("delimiter") ?? "",
        request.Number("max-keys", MostKeys, 0, MostKeys),
        new(request));

    private static IEnumerable<XElement> Contents(KeyPage page, ListEncoding encoding, S3Bucket? owner) =>
        page.Items.Where(i => i.Object is not null).Select(i => S3Xml.Element(
            "Contents",
            S3Xml.Element("Key", encoding.Apply(i.Name)),
            S3Xml.Element("LastModified", S3Xml.Timestamp(i.Object!.LastModified)),
            Facts(i.Object),
            owner is null ? null : Owner(owner)));

    private static XElement?[] Facts(S3Object version) =>
    [
        S3Xml.Element("ETag", version.ETag),
        version.Checksum is null ? null : S3Xml.Element("ChecksumAlgorithm", version.Checksum.Algorithm.Name),
        version.Checksum is null ? null : S3Xml.Element("ChecksumType", version.Checksum.Type),
        S3Xml.Element("Size", version.Body.Length),
        S3Xml.Element("StorageClass", version.StorageClass),
    ];

    // Opaque to clients: a client that sends a key of its own as a token shall fail here too.
    private static string Token(string name) => "1" + Convert.ToBase64String(Encoding.UTF8.GetBytes(name));

    private static string ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        return token.StartsWith('1') && Convert.TryFromBase64String(token[1..], bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }
}
