using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace EbsBackup.Sandbox.S3;

/// <summary>The checksums that S3 computes (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).</summary>
internal sealed class ChecksumAlgorithm
{
    public static readonly ChecksumAlgorithm Crc32 = new("CRC32", new ReflectedCrc(32, 0xEDB88320).Hash);
    public static readonly ChecksumAlgorithm Crc32C = new("CRC32C", HashCrc32C);
    public static readonly ChecksumAlgorithm Crc64Nvme = new("CRC64NVME", new ReflectedCrc(64, 0x9A6C9329AC4BC9B5).Hash);
    public static readonly ChecksumAlgorithm Sha1 = new("SHA1", HashSha1);
    public static readonly ChecksumAlgorithm Sha256 = new("SHA256", SHA256.HashData);

    public static readonly IReadOnlyList<ChecksumAlgorithm> All = [Crc32, Crc32C, Crc64Nvme, Sha1, Sha256];

    private readonly HashFunction _hash;

    private ChecksumAlgorithm(string name, HashFunction hash)
    {
        Name = name;
        Header = "x-amz-checksum-" + name.ToLowerInvariant();
        Element = "Checksum" + name;
        _hash = hash;
    }

    private delegate byte[] HashFunction(ReadOnlySpan<byte> data);

    /// <summary>As in <c>x-amz-checksum-algorithm</c>.</summary>
    public string Name { get; }

    /// <summary>The header, or trailing header, that carries the value.</summary>
    public string Header { get; }

    /// <summary>The XML element that carries the value.</summary>
    public string Element { get; }

    /// <summary>The CRCs can be computed over a whole object from its parts, the SHAs cannot.</summary>
    public bool AllowsFullObject => this != Sha1 && this != Sha256;

    public bool AllowsComposite => this != Crc64Nvme;

    public static ChecksumAlgorithm? Find(string name) =>
        All.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public byte[] Hash(ReadOnlySpan<byte> data) => _hash(data);

    private static byte[] HashCrc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data)
            crc = BitOperations.Crc32C(crc, b);

        var hash = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(hash, ~crc);
        return hash;
    }

#pragma warning disable CA5350 // SHA-1 is one of S3's checksums, not a protection here.
    private static byte[] HashSha1(ReadOnlySpan<byte> data) => SHA1.HashData(data);
#pragma warning restore CA5350
}
