using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EbsBackup.Aws.Protocols;

/// <summary>A JSON body, read into a pooled buffer or written into a byte array.</summary>
internal static class JsonBody
{
    // What is longer is not believed before it is there.
    private const int MaxAtOnce = 16 * 1024 * 1024;

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
        // A page of 1,000 backup jobs is about 1 MB: one pooled buffer is cheaper than a reader that can be resumed.
        // One more byte than the body has, so that the end is found without a larger buffer.
        var buffer = ArrayPool<byte>.Shared.Rent(length is > 0 and < MaxAtOnce ? (int)length + 1 : 64 * 1024);
        try
        {
            var filled = 0;
            int read;
            while ((read = stream.Read(buffer, filled, buffer.Length - filled)) > 0)
            {
                filled += read;
                if (filled == buffer.Length)
                    Grow(ref buffer, filled);
            }

            Read(buffer.AsSpan(0, filled), target, fill);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static void Read<T>(ReadOnlySpan<byte> body, T target, FillJson<T> fill)
    {
        var reader = new Utf8JsonReader(body);
        if (!body.IsEmpty && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            fill(ref reader, target);
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        Buffer.BlockCopy(buffer, 0, larger, 0, length);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
