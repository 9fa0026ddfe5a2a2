using System.Globalization;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>Scalar values as text, both ways.</summary>
internal static class Scalars
{
    /// <summary>Null when the text is no value of that type.</summary>
    public static object? Parse(Shape shape, string text) => shape.Type switch
    {
        ShapeType.String => text,
        ShapeType.Integer => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? (long)i : null,
        ShapeType.Long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) ? l : null,
        ShapeType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : null,
        ShapeType.Boolean => text.ToUpperInvariant() switch { "TRUE" or "1" => true, "FALSE" or "0" => false, _ => null },
        ShapeType.Timestamp => ParseTime(text),
        ShapeType.Blob => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? Convert.FromBase64String(text) : null,
        _ => null,
    };

    public static string Format(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => Iso(time),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{value.GetType()} is no scalar."),
    };

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601, or seconds since 1970.</summary>
    public static object? ParseTime(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return FromSeconds(seconds);
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    public static object? FromSeconds(double seconds) => seconds is > -62135596800 and < 253402300800
        ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1000) * TimeSpan.TicksPerMillisecond)
        : null;

    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
