using System.Text.Encodings.Web;
using System.Text.Json;

namespace EbsBackup.Aws.Protocols;

/// <summary>A JSON body, read from a pooled buffer or written into a byte array.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            write(writer);
        return stream.ToArray();
    }

    /// <summary>JSON has no number for infinity or for what is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            writer.WriteStringValue(WireFormat.Text(value));
        else
            writer.WriteNumberValue(value);
    }

    public static void WriteNumber(Utf8JsonWriter writer, float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
            writer.WriteStringValue(WireFormat.Text(value));
        else
            writer.WriteNumberValue(value);
    }

    /// <param name="length">The body's length in bytes as its sender tells it, or less than one.</param>
    public static void Read<T>(Stream stream, long length, T target, FillJson<T> fill)
    {
        using var body = PooledBody.Read(stream, length);
        Read(body.Span, target, fill);
    }

    public static void Read<T>(ReadOnlySpan<byte> body, T target, FillJson<T> fill)
    {
        var reader = new Utf8JsonReader(body);
        if (!body.IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            fill(ref reader, target);
    }
}
