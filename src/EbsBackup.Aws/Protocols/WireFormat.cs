using System.Globalization;

namespace EbsBackup.Aws.Protocols;

/// <summary>Numbers and timestamps as the four protocols write them.</summary>
internal static class WireFormat
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string Text(bool value) => value ? "true" : "false";

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(float value) => Text((double)value, value.ToString("R", CultureInfo.InvariantCulture));

    public static string Text(double value) => Text(value, value.ToString("R", CultureInfo.InvariantCulture));

    public static string Iso8601(DateTime value)
    {
        var utc = value.ToUniversalTime();
        var format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.FFFZ";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Rfc822(DateTime value) =>
        value.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970, with milliseconds where there are any.</summary>
    public static decimal UnixSeconds(DateTime value) =>
        (value.ToUniversalTime() - Epoch).Ticks / TimeSpan.TicksPerMillisecond / 1000m;

    public static string UnixTimestamp(DateTime value) => UnixSeconds(value).ToString("0.###", CultureInfo.InvariantCulture);

    public static DateTime FromUnixSeconds(double seconds) =>
        Epoch.AddTicks((long)(Math.Round(seconds * 1000, MidpointRounding.AwayFromZero) * TimeSpan.TicksPerMillisecond));

    /// <summary>Any of the three formats: services have been seen to answer in another one than their model says.</summary>
    public static DateTime Timestamp(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return FromUnixSeconds(seconds);

        return DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
    }

    /// <summary>The form that EC2 answers in, <c>yyyy-MM-ddTHH:mm:ss</c>, with a fraction or none, and <c>Z</c>; false for any other.</summary>
    public static bool TryIso8601(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length is < 20 or > 28 || text[text.Length - 1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        if (!Digits(text.Slice(0, 4), out var year) || !Digits(text.Slice(5, 2), out var month) || !Digits(text.Slice(8, 2), out var day)
            || !Digits(text.Slice(11, 2), out var hour) || !Digits(text.Slice(14, 2), out var minute) || !Digits(text.Slice(17, 2), out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;

        var ticks = 0;
        if (text.Length > 20)
        {
            var fraction = text.Slice(20, text.Length - 21);
            if (text[19] != '.' || !Digits(fraction, out ticks)) return false;
            for (var i = fraction.Length; i < 7; i++) ticks *= 10;
        }

        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks);
        return true;
    }

    public static double Double(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    public static float Float(string text) => (float)Double(text);

    public static int Int(string text) => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public static long Long(string text) => long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public static bool Bool(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public static string Base64(MemoryStream value) => Convert.ToBase64String(value.ToArray());

    public static MemoryStream Blob(string text) => new(Convert.FromBase64String(text));

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            value = (value * 10) + (c - '0');
        }

        return text.Length > 0;
    }

    private static string Text(double value, string digits) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : digits;
}
