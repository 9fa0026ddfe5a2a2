using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EbsBackup.Catalog;

/// <summary>Instants as ISO 8601 UTC; reads what the original program's <c>str(datetime)</c> wrote as well.</summary>
internal sealed class LenientTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant) writer.WriteStringValue(instant.ToUniversalTime());
        else writer.WriteNullValue();
    }
}
