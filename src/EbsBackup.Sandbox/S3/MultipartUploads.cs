using System.Globalization;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Multipart uploads (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html), listing aside.</summary>
internal sealed class MultipartUploads(S3Store store, ObjectWrites writes)
{
    private const int LeastPart = 5 << 20;

    public SandboxResponse Create(S3Request request, S3Bucket bucket)
    {
        var draft = ObjectDraft.Read(request, bucket);
        var asked = request.Header("x-amz-checksum-algorithm");
        var algorithm = asked is null ? ChecksumAlgorithm.Crc64Nvme
            : ChecksumAlgorithm.Find(asked) ?? throw S3Errors.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        var type = request.Header("x-amz-checksum-type")?.ToUpperInvariant()
            ?? (algorithm.AllowsComposite ? S3Checksum.Composite : S3Checksum.FullObject);
        if (type is not (S3Checksum.Composite or S3Checksum.FullObject)
            || (type == S3Checksum.FullObject ? !algorithm.AllowsFullObject : !algorithm.AllowsComposite))
        {
            throw S3Errors.InvalidRequest($"The {type} checksum type cannot be used with the {algorithm.Name.ToLowerInvariant()} checksum algorithm.");
        }

        var upload = new S3Upload(store.NextId(128), draft, request.Now, request.Call.Caller.AccountId, algorithm, type, asked is not null);
        bucket.Uploads.Add(upload.UploadId, upload);

        var response = S3Xml.Response(S3Xml.Element(
            "InitiateMultipartUploadResult",
            S3Xml.Element("Bucket", bucket.Name),
            S3Xml.Element("Key", draft.Key),
            S3Xml.Element("UploadId", upload.UploadId)));
        draft.Encryption.WriteTo(response);
        if (asked is not null)
        {
            response.Headers["x-amz-checksum-algorithm"] = algorithm.Name;
            response.Headers["x-amz-checksum-type"] = type;
        }

        return response;
    }

    public static SandboxResponse UploadPart(S3Request request, S3Bucket bucket)
    {
        var upload = Find(request, bucket);
        var part = AddPart(request, upload, request.Payload.Content, request.Payload.Checksum);
        var response = new SandboxResponse { Headers = { ["ETag"] = part.ETag } };
        response.Headers[part.Checksum!.Algorithm.Header] = part.Checksum.Value;
        upload.Draft.Encryption.WriteTo(response);
        return response;
    }

    public SandboxResponse UploadPartCopy(S3Request request, S3Bucket bucket)
    {
        var upload = Find(request, bucket);
        var (_, source) = writes.FindSource(request);
        var body = source.Body;
        if (request.Header("x-amz-copy-source-range") is { } range)
        {
            var ends = range.Replace("bytes=", "", StringComparison.Ordinal).Split('-');
            if (ends is not [var first, var last]
                || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
                || from > to || to >= body.Length)
            {
                throw S3Errors.InvalidArgument("Range specified is not valid for source object of size: " + body.Length.ToString(CultureInfo.InvariantCulture), "x-amz-copy-source-range", range);
            }

            body = body[from..(to + 1)];
        }

        var part = AddPart(request, upload, body, null);
        return S3Xml.Response(S3Xml.Element(
            "CopyPartResult",
            S3Xml.Element("LastModified", S3Xml.Timestamp(part.LastModified)),
            S3Xml.Element("ETag", part.ETag),
            S3Xml.Element(part.Checksum!.Algorithm.Element, part.Checksum.Value)));
    }

    public SandboxResponse Complete(S3Request request, S3Bucket bucket)
    {
        var upload = Find(request, bucket);
        var parts = PartsOf(request, upload);
        var body = new byte[parts.Sum(p => p.Size)];
        var offset = 0;
        foreach (var part in parts)
        {
            part.Body.CopyTo(body, offset);
            offset += part.Body.Length;
        }

        if (request.Header("x-amz-mp-object-size") is { } size && size != body.Length.ToString(CultureInfo.InvariantCulture))
            throw S3Errors.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {size} does not match what was computed: {body.Length}");

        var checksum = upload.ChecksumType == S3Checksum.Composite
            ? S3Checksum.OfParts(upload.Algorithm, parts)
            : S3Checksum.Of(upload.Algorithm, body);
        if (request.Header(upload.Algorithm.Header) is { } expected && expected != checksum.Value)
            throw new AwsErrorException("BadDigest", $"The {upload.Algorithm.Name.ToLowerInvariant()} you specified did not match the calculated checksum.");
        S3Conditions.EnsureWritable(request, bucket.Keys.Find(upload.Draft.Key)?.Current);

        var md5s = parts.SelectMany(p => Convert.FromHexString(p.ETag.Trim('"'))).ToArray();
        var stored = store.Add(bucket, upload.Draft with
        {
            Body = body,
            ETag = string.Create(CultureInfo.InvariantCulture, $"{ObjectWrites.ETag(ObjectWrites.Md5(md5s)).TrimEnd('"')}-{parts.Count}\""),
            Checksum = checksum,
            Parts = [.. parts.Select(p => p with { Body = [] })],
        }, request.Now);
        bucket.Uploads.Remove(upload.UploadId);

        var response = S3Xml.Response(S3Xml.Element(
            "CompleteMultipartUploadResult",
            S3Xml.Element("Location", $"http://{request.Header("Host")}/{bucket.Name}/{PercentEncoding.Encode(stored.Key)}"),
            S3Xml.Element("Bucket", bucket.Name),
            S3Xml.Element("Key", stored.Key),
            S3Xml.Element("ETag", stored.ETag),
            S3Xml.Element(checksum.Algorithm.Element, checksum.Value),
            S3Xml.Element("ChecksumType", checksum.Type)));
        ObjectWrites.WriteStored(response, stored, bucket);
        return response;
    }

    public static SandboxResponse Abort(S3Request request, S3Bucket bucket)
    {
        bucket.Uploads.Remove(Find(request, bucket).UploadId);
        return new() { StatusCode = 204 };
    }

    /// <exception cref="AwsErrorException">NoSuchUpload.</exception>
    public static S3Upload Find(S3Request request, S3Bucket bucket)
    {
        var id = request.Parameter("uploadId")!;
        return bucket.Uploads.TryGetValue(id, out var upload) && upload.Draft.Key == request.Key ? upload : throw S3Errors.NoSuchUpload(id);
    }

    private static S3Part AddPart(S3Request request, S3Upload upload, byte[] body, S3Checksum? sent)
    {
        var number = request.Parameter("partNumber");
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n is < 1 or > 10_000)
            throw S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", number ?? "");
        if (upload.ChecksumAsked && sent is not null && sent.Algorithm != upload.Algorithm)
        {
            throw S3Errors.InvalidRequest(
                $"Checksum Type mismatch occurred, expected checksum Type: {upload.Algorithm.Name.ToLowerInvariant()}, actual checksum Type: {sent.Algorithm.Name.ToLowerInvariant()}");
        }

        var checksum = sent?.Algorithm == upload.Algorithm ? sent : S3Checksum.Of(upload.Algorithm, body);
        return upload.Parts[n] = new(n, ObjectWrites.ETag(ObjectWrites.Md5(body)), body.Length, request.Now, body, checksum);
    }

    private static List<S3Part> PartsOf(S3Request request, S3Upload upload)
    {
        var parts = new List<S3Part>();
        foreach (var listed in request.Document("CompleteMultipartUpload").Children("Part"))
        {
            if (!int.TryParse(listed.Text("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || listed.Text("ETag") is not { } etag)
                throw S3Errors.MalformedXml();
            if (parts.Count > 0 && parts[^1].Number >= number)
                throw new AwsErrorException("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");

            var isKnown = upload.Parts.TryGetValue(number, out var part)
                && part.ETag.Trim('"') == etag.Trim('"')
                && (listed.Text(upload.Algorithm.Element) is not { } checksum || checksum == part.Checksum!.Value);
            if (!isKnown)
            {
                throw new AwsErrorException("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
                {
                    Details = S3Errors.Detail(("UploadId", upload.UploadId), ("PartNumber", number.ToString(CultureInfo.InvariantCulture)), ("ETag", etag.Trim('"'))),
                };
            }

            parts.Add(part!);
        }

        if (parts.Count == 0)
            throw S3Errors.MalformedXml();
        if (parts.SkipLast(1).FirstOrDefault(p => p.Size < LeastPart) is { } small)
        {
            throw new AwsErrorException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Details = S3Errors.Detail(
                    ("ProposedSize", small.Size.ToString(CultureInfo.InvariantCulture)),
                    ("MinSizeAllowed", LeastPart.ToString(CultureInfo.InvariantCulture)),
                    ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture)),
                    ("ETag", small.ETag.Trim('"'))),
            };
        }

        return parts;
    }
}
