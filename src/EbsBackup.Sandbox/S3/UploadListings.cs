using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>ListMultipartUploads and ListParts.</summary>
internal static class UploadListings
{
    public static SandboxResponse Uploads(S3Request request, S3Bucket bucket)
    {
        var encoding = new ListEncoding(request);
        var prefix = request.Parameter("prefix") ?? "";
        var delimiter = request.Parameter("delimiter") ?? "";
        var keyMarker = request.Parameter("key-marker") ?? "";
        var uploadMarker = request.Parameter("upload-id-marker") ?? "";
        var most = request.Number("max-uploads", 1000, 1, 1000);

        // A key's uploads are listed in the order in which they began; the marker names the last one seen.
        var rest = bucket.Uploads.Values
            .Where(u => u.Draft.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(u => u.Draft.Key, Utf8Order.Instance).ThenBy(u => u.Initiated).ThenBy(u => u.UploadId, StringComparer.Ordinal)
            .Select(u => (Name: KeyPage.CommonPrefix(u.Draft.Key, prefix, delimiter) ?? u.Draft.Key, Upload: u))
            .DistinctBy(u => u.Name == u.Upload.Draft.Key ? u.Upload.UploadId : "prefix:" + u.Name)
            .SkipWhile(u => Utf8Order.Instance.Compare(u.Name, keyMarker) < 0)
            .SkipWhile(u => u.Name == keyMarker && u.Upload.UploadId != uploadMarker)
            .SkipWhile(u => u.Name == keyMarker && u.Upload.UploadId == uploadMarker)
            .Take(most + 1)
            .ToList();
        var page = rest.Take(most).ToList();
        var isTruncated = rest.Count > most;
        return S3Xml.Response(S3Xml.Element(
            "ListMultipartUploadsResult",
            S3Xml.Element("Bucket", bucket.Name),
            S3Xml.Element("KeyMarker", encoding.Apply(keyMarker)),
            S3Xml.Element("UploadIdMarker", uploadMarker),
            isTruncated ? S3Xml.Element("NextKeyMarker", encoding.Apply(page[^1].Name)) : null,
            isTruncated ? S3Xml.Element("NextUploadIdMarker", page[^1].Upload.UploadId) : null,
            S3Xml.Optional("Delimiter", delimiter.Length == 0 ? null : encoding.Apply(delimiter)),
            S3Xml.Element("Prefix", encoding.Apply(prefix)),
            S3Xml.Optional("EncodingType", encoding.Type),
            S3Xml.Element("MaxUploads", most),
            S3Xml.Element("IsTruncated", isTruncated),
            page.Where(u => u.Name == u.Upload.Draft.Key).Select(u => S3Xml.Element(
                "Upload",
                S3Xml.Element("Key", encoding.Apply(u.Name)),
                S3Xml.Element("UploadId", u.Upload.UploadId),
                S3Xml.Element("Initiator", S3Xml.Element("ID", u.Upload.InitiatorArn)),
                Listings.Owner(bucket),
                S3Xml.Element("StorageClass", u.Upload.Draft.StorageClass),
                S3Xml.Element("Initiated", S3Xml.Timestamp(u.Upload.Initiated)),
                S3Xml.Element("ChecksumAlgorithm", u.Upload.Algorithm.Name),
                S3Xml.Element("ChecksumType", u.Upload.ChecksumType))),
            Listings.CommonPrefixes(page.Where(u => u.Name != u.Upload.Draft.Key).Select(u => u.Name), encoding)));
    }

    public static SandboxResponse Parts(S3Request request, S3Bucket bucket)
    {
        var upload = MultipartUploads.Find(request, bucket);
        var marker = request.Number("part-number-marker", 0, 0, int.MaxValue);
        var most = request.Number("max-parts", 1000, 0, 1000);
        var rest = upload.Parts.Values.Where(p => p.Number > marker).Take(most + 1).ToList();
        var page = rest.Take(most).ToList();
        return S3Xml.Response(S3Xml.Element(
            "ListPartsResult",
            S3Xml.Element("Bucket", bucket.Name),
            S3Xml.Element("Key", upload.Draft.Key),
            S3Xml.Element("UploadId", upload.UploadId),
            S3Xml.Element("Initiator", S3Xml.Element("ID", upload.InitiatorArn)),
            Listings.Owner(bucket),
            S3Xml.Element("StorageClass", upload.Draft.StorageClass),
            S3Xml.Element("PartNumberMarker", marker),
            S3Xml.Element("NextPartNumberMarker", page.Count == 0 ? marker : page[^1].Number),
            S3Xml.Element("MaxParts", most),
            S3Xml.Element("IsTruncated", most > 0 && rest.Count > most),
            S3Xml.Element("ChecksumAlgorithm", upload.Algorithm.Name),
            S3Xml.Element("ChecksumType", upload.ChecksumType),
            page.Select(p => S3Xml.Element(
                "Part",
                S3Xml.Element("PartNumber", p.Number),
                S3Xml.Element("LastModified", S3Xml.Timestamp(p.LastModified)),
                S3Xml.Element("ETag", p.ETag),
                S3Xml.Element("Size", p.Size),
                S3Xml.Element(p.Checksum!.Algorithm.Element, p.Checksum.Value)))));
    }
}
