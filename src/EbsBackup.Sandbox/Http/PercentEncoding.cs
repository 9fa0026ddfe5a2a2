using System.Buffers;
using System.Globalization;
using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>
/// Percent-encoding as SigV4 and S3 define it: every UTF-8 byte but the RFC 3986 unreserved characters is escaped.
/// A plus sign is a plus sign, never a space.
/// </summary>
public static class PercentEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>The text behind the escapes.</summary>
    /// <exception cref="FormatException">The bytes are not UTF-8.</exception>
    public static string Decode(string encoded)
    {
        try
        {
            return encoded.Contains('%') ? StrictUtf8.GetString(DecodeBytes(encoded)) : encoded;
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException($"'{encoded}' does not hold UTF-8.", e);
        }
    }

    /// <summary>Escapes <paramref name="text"/>; characters of <paramref name="keep"/> stay as they are.</summary>
    public static string Encode(string text, string keep = "") => Encode(Encoding.UTF8.GetBytes(text), keep);

    /// <summary>Unescapes and escapes again, so that equal resources have equal text whichever characters a client chose to escape.</summary>
    public static string Normalize(string encoded, string keep = "") => Encode(DecodeBytes(encoded), keep);

    private static string Encode(ReadOnlySpan<byte> bytes, string keep)
    {
        if (!bytes.ContainsAnyExcept(Unreserved))
            return Encoding.ASCII.GetString(bytes);

        var builder = new StringBuilder(bytes.Length + 16);
        foreach (var b in bytes)
        {
            if (Unreserved.Contains(b) || keep.Contains((char)b))
                builder.Append((char)b);
            else
                builder.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return builder.ToString();
    }

    private static byte[] DecodeBytes(string encoded)
    {
        var bytes = Encoding.UTF8.GetBytes(encoded);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                bytes[length++] = (byte)((HexValue(bytes[i + 1]) << 4) | HexValue(bytes[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }

        return bytes[..length];
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
