using System.Globalization;

namespace EbsBackup.Sandbox.S3;

/// <summary>A checksum with what it covers.</summary>
/// <param name="Value">In base64; a composite one ends in a dash and the number of parts.</param>
internal sealed record S3Checksum(ChecksumAlgorithm Algorithm, string Value, string Type)
{
    public const string FullObject = "FULL_OBJECT";
    public const string Composite = "COMPOSITE";

    public static S3Checksum Of(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> data) =>
        new(algorithm, Convert.ToBase64String(algorithm.Hash(data)), FullObject);

    /// <summary>The checksum of the parts' checksums.</summary>
    public static S3Checksum OfParts(ChecksumAlgorithm algorithm, IReadOnlyCollection<S3Part> parts)
    {
        var checksums = parts.SelectMany(p => Convert.FromBase64String(p.Checksum!.Value)).ToArray();
        return new(algorithm, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(algorithm.Hash(checksums))}-{parts.Count}"), Composite);
    }
}
