using System.Globalization;
using System.Text.RegularExpressions;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>GetObject, HeadObject, GetObjectAttributes.</summary>
internal static partial class ObjectReads
{
    public static SandboxResponse Get(S3Request request, S3Bucket bucket)
    {
        var found = Find(bucket, request.Key, request.VersionId);
        if (S3Conditions.IsNotModified(request, found))
        {
            var unchanged = new SandboxResponse { StatusCode = 304 };
            WriteIdentity(unchanged, found, bucket);
            return unchanged;
        }

        var (offset, length, isPart) = Slice(request, found);
        var isPartial = isPart || length != found.Body.Length || request.Header("Range") is not null && RangeOf(request, found) is not null;
        var isHead = request.Call.Request.Method == "HEAD";
        var response = new SandboxResponse
        {
            StatusCode = isPartial ? 206 : 200,
            Body = isHead ? default : found.Body.AsMemory(offset, length),
        };

        WriteIdentity(response, found, bucket);
        WriteHeaders(response, request, found);
        response.Headers["Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        if (isPartial)
            response.Headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + length - 1}/{found.Body.Length}");
        if (isPart)
            response.Headers["x-amz-mp-parts-count"] = Math.Max(1, found.Parts.Count).ToString(CultureInfo.InvariantCulture);
        if (!isPartial && request.Header("x-amz-checksum-mode")?.Equals("ENABLED", StringComparison.OrdinalIgnoreCase) == true)
            ObjectWrites.WriteChecksum(response, found.Checksum);
        return response;
    }

    public static SandboxResponse Attributes(S3Request request, S3Bucket bucket)
    {
        var found = Find(bucket, request.Key, request.VersionId);
        var asked = (request.Header("x-amz-object-attributes") ?? "").Split(',', StringSplitOptions.TrimEntries);
        if (asked is [""])
            throw S3Errors.InvalidArgument("The attributes header must be present", "x-amz-object-attributes", "");

        var response = S3Xml.Response(S3Xml.Element(
            "GetObjectAttributesResponse",
            asked.Contains("ETag") ? S3Xml.Element("ETag", found.ETag.Trim('"')) : null,
            asked.Contains("Checksum") && found.Checksum is { } checksum
                ? S3Xml.Element("Checksum", S3Xml.Element(checksum.Algorithm.Element, checksum.Value.Split('-')[0]), S3Xml.Element("ChecksumType", checksum.Type))
                : null,
            asked.Contains("ObjectParts") && found.Parts.Count > 0
                ? S3Xml.Element("ObjectParts", S3Xml.Element("PartsCount", found.Parts.Count))
                : null,
            asked.Contains("StorageClass") ? S3Xml.Element("StorageClass", found.StorageClass) : null,
            asked.Contains("ObjectSize") ? S3Xml.Element("ObjectSize", found.Body.Length) : null));
        WriteIdentity(response, found, bucket);
        return response;
    }

    /// <summary>The version asked for, or the current one.</summary>
    /// <exception cref="AwsErrorException">NoSuchKey, NoSuchVersion, InvalidArgument, MethodNotAllowed (a delete marker by its version).</exception>
    public static S3Object Find(S3Bucket bucket, string key, string? versionId)
    {
        var versions = bucket.Keys.Find(key);
        if (versionId is null)
        {
            return versions?.Latest switch
            {
                null => throw S3Errors.NoSuchKey(key),
                { IsDeleteMarker: true } marker => throw new AwsErrorException("NoSuchKey", "The specified key does not exist.", 404)
                {
                    Details = S3Errors.Detail(("Key", key)),
                    Headers = S3Errors.Detail(("x-amz-delete-marker", "true"), ("x-amz-version-id", marker.VersionId)),
                },
                var latest => latest,
            };
        }

        EnsureVersionId(versionId);
        return versions?.Find(versionId) switch
        {
            null => throw S3Errors.NoSuchVersion(key, versionId),
            { IsDeleteMarker: true } marker => throw new AwsErrorException("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
            {
                Details = S3Errors.Detail(("Method", "GET"), ("ResourceType", "DeleteMarker")),
                Headers = S3Errors.Detail(
                    ("x-amz-delete-marker", "true"), ("x-amz-version-id", versionId), ("Allow", "DELETE"), ("Last-Modified", HttpDate(marker.LastModified))),
            },
            var version => version,
        };
    }

    public static void EnsureVersionId(string versionId)
    {
        if (versionId != S3Object.NullVersion && versionId.Length != 32)
            throw S3Errors.InvalidArgument("Invalid version id specified", "versionId", versionId);
    }

    private static (int Offset, int Length, bool IsPart) Slice(S3Request request, S3Object found)
    {
        if (request.Parameter("partNumber") is not null)
        {
            var number = request.Number("partNumber", 1, 1, 10_000);
            if (number > Math.Max(1, found.Parts.Count))
            {
                throw new AwsErrorException("InvalidPartNumber", "The requested partnumber is not satisfiable", 416)
                {
                    Details = S3Errors.Detail(("PartNumberRequested", number.ToString(CultureInfo.InvariantCulture)), ("ActualPartCount", found.Parts.Count.ToString(CultureInfo.InvariantCulture))),
                };
            }

            return found.Parts.Count == 0
                ? (0, found.Body.Length, true)
                : ((int)found.Parts.Take(number - 1).Sum(p => p.Size), (int)found.Parts[number - 1].Size, true);
        }

        return RangeOf(request, found) is { } range ? (range.Offset, range.Length, false) : (0, found.Body.Length, false);
    }

    // S3 serves one range; a header that it cannot read, or that asks for several, counts as absent.
    private static (int Offset, int Length)? RangeOf(S3Request request, S3Object found)
    {
        var match = OneRange().Match(request.Header("Range") ?? "");
        if (!match.Success)
            return null;

        var size = found.Body.Length;
        var first = Parse(match.Groups[1].Value);
        var last = Parse(match.Groups[2].Value);
        if (first is null && last is null || last < first)
            return null;

        var offset = first ?? Math.Max(0, size - last!.Value);
        var end = first is null ? size - 1 : Math.Min(last ?? long.MaxValue, size - 1);
        if (offset >= size || (first is null && last == 0))
        {
            throw new AwsErrorException("InvalidRange", "The requested range is not satisfiable", 416)
            {
                Details = S3Errors.Detail(("RangeRequested", request.Header("Range")!), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture))),
                Headers = S3Errors.Detail(("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"))),
            };
        }

        return ((int)offset, (int)(end - offset + 1));

        static long? Parse(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }

    private static void WriteIdentity(SandboxResponse response, S3Object found, S3Bucket bucket)
    {
        response.Headers["ETag"] = found.ETag;
        response.Headers["Last-Modified"] = HttpDate(found.LastModified);
        if (bucket.Versioning is not null)
            response.Headers["x-amz-version-id"] = found.VersionId;
    }

    private static void WriteHeaders(SandboxResponse response, S3Request request, S3Object found)
    {
        response.Headers["Accept-Ranges"] = "bytes";
        response.Headers["Content-Type"] = "binary/octet-stream";
        foreach (var (name, value) in found.Headers)
            response.Headers[name] = value;
        foreach (var name in (string[])["Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding"])
        {
            if (request.Parameter("response-" + name.ToLowerInvariant()) is { } value)
                response.Headers[name] = value;
        }

        found.Encryption.WriteTo(response);
        if (found.StorageClass != "STANDARD")
            response.Headers["x-amz-storage-class"] = found.StorageClass;
        if (found.Tags.Count > 0)
            response.Headers["x-amz-tagging-count"] = found.Tags.Count.ToString(CultureInfo.InvariantCulture);
        if (found.Lock.Mode is { } mode)
        {
            response.Headers["x-amz-object-lock-mode"] = mode;
            response.Headers["x-amz-object-lock-retain-until-date"] = S3Xml.Timestamp(found.Lock.RetainUntil!.Value);
        }

        if (found.Lock.LegalHold)
            response.Headers["x-amz-object-lock-legal-hold"] = "ON";
    }

    private static string HttpDate(DateTimeOffset instant) => instant.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^bytes=(\d*)-(\d*)$")]
    private static partial Regex OneRange();
}
