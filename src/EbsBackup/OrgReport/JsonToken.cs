#if !NETFRAMEWORK
using System.Buffers;
#endif
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EbsBackup.OrgReport;

/// <summary>Reads one value as it stands in a page's JSON. An empty span is a value that AWS left out.</summary>
internal static class JsonToken
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

#if !NETFRAMEWORK
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Where(c => c != '\\').Select(c => (byte)c)]);
#endif

    /// <summary>Whether what is between a string's quotes is its text, of visible ASCII characters and spaces alone.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes) =>
#if NETFRAMEWORK
        IsVisibleAscii(bytes) && bytes.IndexOf((byte)'\\') < 0;
#else
        !bytes.ContainsAnyExcept(Plain);
#endif

    public static bool IsVisibleAscii(ReadOnlySpan<byte> text)
    {
#if NETFRAMEWORK
        foreach (var b in text)
        {
            if (b is < 0x20 or > 0x7E) return false;
        }

        return true;
#else
        return !text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
#endif
    }

    public static string? Text(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty) return null;
        if (token[0] != '"') return Decode(token);
        var bytes = token.Slice(1, token.Length - 2);
        if (IsPlain(bytes)) return Decode(bytes);
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString();
    }

    public static long? Number(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty) return null;
        return Utf8Parser.TryParse(token, out long value, out var used) && used == token.Length ? value : (long)Double(token);
    }

    /// <summary>Seconds since 1970 with a fraction or none, as AWS Backup's protocol has it, or ISO 8601; in UTC.</summary>
    public static DateTime? Instant(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty) return null;
        if (token[0] == '"') return DateTime.Parse(Text(token)!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

        // Digit by digit: a million jobs have four million instants, and a double cannot hold a ten millionth of a second.
        if (Utf8Parser.TryParse(token, out long seconds, out var used) && used == token.Length) return Epoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        if (token[used] == '.' && token.Length - used - 1 is var digits and <= 7 && Utf8Parser.TryParse(token.Slice(used + 1), out uint fraction, out var end) && end == digits)
        {
            var ticks = (long)fraction;
            for (; digits < 7; digits++) ticks *= 10;
            return Epoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (token[0] == '-' ? -ticks : ticks));
        }

        return Epoch.AddTicks((long)(Math.Round(Double(token) * 1000, MidpointRounding.AwayFromZero) * TimeSpan.TicksPerMillisecond));
    }

    public static string Decode(ReadOnlySpan<byte> utf8) =>
#if NETFRAMEWORK
        Encoding.UTF8.GetString(utf8.ToArray());
#else
        Encoding.UTF8.GetString(utf8);
#endif

    private static double Double(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetDouble();
    }
}
