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

    private static readonly Remembered<BackupJobCreator, string> Creators =
        new(creator => StringComparer.Ordinal.GetHashCode(creator.BackupPlanArn ?? ""), Serialize);

    private static readonly Remembered<RecoveryPointLifecycle, string> Lifecycles =
        new(lifecycle => (lifecycle.DeleteAfterDays, lifecycle.MoveToColdStorageAfterDays).GetHashCode(), Serialize);

    public static string? Json(BackupJobCreator? creator) => creator is null ? null : Creators.Of(creator);

    public static string? Json(RecoveryPointLifecycle? lifecycle) => lifecycle is null ? null : Lifecycles.Of(lifecycle);

    public static string? Json<T>(T? value) where T : class => value is null ? null : Serialize(value);

    public static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Flag(bool? value) => value is { } flag ? flag ? "true" : "false" : null;

    /// <summary>AWS gives seconds or milliseconds: the text has the fraction that the value has, and none when it is whole.</summary>
    public static string? Instant(DateTimeOffset? value)
    {
        if (value is not { } instant) return null;

        // Digit by digit: a million jobs have five million dates, and the standard formats make three strings of each.
        var time = instant.UtcDateTime;
        Span<char> text = stackalloc char[28];
        Digits(text, 0, 4, time.Year);
        text[4] = '-';
        Digits(text, 5, 2, time.Month);
        text[7] = '-';
        Digits(text, 8, 2, time.Day);
        text[10] = 'T';
        Digits(text, 11, 2, time.Hour);
        text[13] = ':';
        Digits(text, 14, 2, time.Minute);
        text[16] = ':';
        Digits(text, 17, 2, time.Second);
        var length = 19;
        var fraction = (int)(time.Ticks % TimeSpan.TicksPerSecond);
        if (fraction > 0)
        {
            text[19] = '.';
            Digits(text, 20, 7, fraction);
            length = 27;
            while (text[length - 1] == '0') length--;
        }

        text[length] = 'Z';
        return text.Slice(0, length + 1).ToString();
    }

    private static string Serialize<T>(T value) => JsonSerializer.Serialize(value, Compact);

    private static void Digits(Span<char> text, int start, int count, int value)
    {
        for (var i = start + count - 1; i >= start; i--)
        {
            text[i] = (char)('0' + (value % 10));
            value /= 10;
        }
    }
}
