using System.Text;
using System.Text.Json;

namespace EbsBackup.Aws.Protocols;

internal delegate T ReadJson<T>(ref Utf8JsonReader reader);

internal delegate void FillJson<T>(ref Utf8JsonReader reader, T target);

/// <summary>
/// Forward-only reading of JSON responses. Every reader starts on the first token of its value
/// and leaves the reader on the last.
/// </summary>
internal static class JsonValues
{
    /// <summary>Goes to the next property's name. False at the end of the object.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

    public static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    public static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.ValueIsEscaped => reader.GetString(),
        JsonTokenType.String => RepeatedText.Of(reader.ValueSpan),
        _ => Encoding.UTF8.GetString(reader.ValueSpan.ToArray()),
    };

    public static int Int(ref Utf8JsonReader reader) => (int)Long(ref reader);

    public static long Long(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var value) ? value : (long)reader.GetDouble();

    public static double Double(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? WireFormat.Double(reader.GetString()!) : reader.GetDouble();

    public static float Float(ref Utf8JsonReader reader) => (float)Double(ref reader);

    public static bool Bool(ref Utf8JsonReader reader) => reader.GetBoolean();

    public static DateTime Timestamp(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String
            ? WireFormat.Timestamp(reader.GetString()!)
            : WireFormat.FromUnixSeconds(reader.GetDouble());

    public static MemoryStream Blob(ref Utf8JsonReader reader) => new(reader.GetBytesFromBase64());

    public static List<T> List<T>(ref Utf8JsonReader reader, ReadJson<T> item)
    {
        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(item(ref reader));
        return list;
    }

    public static Dictionary<string, T> Map<T>(ref Utf8JsonReader reader, ReadJson<T> value)
    {
        var map = new Dictionary<string, T>();
        while (NextProperty(ref reader))
        {
            var key = reader.GetString()!;
            reader.Read();
            map[key] = value(ref reader);
        }

        return map;
    }

    /// <summary>Steps over the value of the property whose name was just read.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
