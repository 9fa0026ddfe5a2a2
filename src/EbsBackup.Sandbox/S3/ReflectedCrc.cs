using System.Buffers.Binary;

namespace EbsBackup.Sandbox.S3;

/// <summary>A CRC of 32 or 64 bits, reflected, all bits set before and flipped after. System.IO.Hashing has no CRC-64/NVME before version 11.</summary>
internal sealed class ReflectedCrc
{
    private readonly int _bytes;
    private readonly ulong[][] _tables = new ulong[8][];

    public ReflectedCrc(int bits, ulong polynomial)
    {
        _bytes = bits / 8;
        _tables[0] = new ulong[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ polynomial;
            _tables[0][i] = crc;
        }

        // Slicing by eight: table n is table n-1 with one more zero byte.
        for (var n = 1; n < 8; n++)
            _tables[n] = Array.ConvertAll(_tables[n - 1], crc => (crc >> 8) ^ _tables[0][(byte)crc]);
    }

    /// <summary>The check value, most significant byte first.</summary>
    public byte[] Hash(ReadOnlySpan<byte> data)
    {
        var crc = _bytes == 8 ? ulong.MaxValue : uint.MaxValue;
        for (; data.Length >= 8; data = data[8..])
        {
            var word = crc ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            crc = 0;
            for (var n = 0; n < 8; n++)
                crc ^= _tables[7 - n][(byte)(word >> (8 * n))];
        }

        foreach (var b in data)
            crc = (crc >> 8) ^ _tables[0][(byte)(crc ^ b)];

        var hash = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(hash, ~crc);
        return hash[(8 - _bytes)..];
    }
}
