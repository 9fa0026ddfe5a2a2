using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>How values are written in a cell.</summary>
internal static class CellText
{
    // Text is escaped for a spreadsheet, not for HTML: an emoji or a quote stays readable.
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string? Json<T>(T? value) where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, Compact);

    public static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Flag(bool? value) => value is { } flag ? flag ? "true" : "false" : null;

    /// <summary>AWS gives seconds or milliseconds: the text has the fraction that the value has, and none when it is whole.</summary>
    public static string? Instant(DateTimeOffset? value)
    {
        if (value is not { } instant) return null;

        // The standard formats cost a quarter of a custom one; a million jobs have five million dates.
        var time = instant.UtcDateTime;
        return time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time.ToString("s", CultureInfo.InvariantCulture) + "Z"
            : time.ToString("o", CultureInfo.InvariantCulture).TrimEnd('Z').TrimEnd('0') + "Z";
    }
}
