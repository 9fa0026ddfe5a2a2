using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EbsBackup.OrgReport;

/// <summary>A member of a job, named as AWS names it: what AWS's JSON may have there, and what the files have.</summary>
internal abstract class JobColumn(string name)
{
    /// <summary>Enough for what <see cref="Format"/> may need.</summary>
    public const int ScratchLength = 80;

    /// <summary>Escaped for those who read it, not for HTML: an emoji or a quote stays readable.</summary>
    public static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public string Name => name;

    /// <summary>In UTF-8.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public static JobColumn Text(string name) => new TextColumn(name);

    public static JobColumn Number(string name) => new NumberColumn(name);

    public static JobColumn Flag(string name) => new FlagColumn(name);

    public static JobColumn Instant(string name) => new InstantColumn(name);

    public static JobColumn Json<T>(string name, JsonTypeInfo<T> type) => new JsonColumn<T>(name, type);

    /// <summary>Whether the column can have the value that the reader stands on.</summary>
    public abstract bool Accepts(ref Utf8JsonReader reader);

    /// <param name="token">The value as it stands in AWS's JSON, a string with its quotes.</param>
    /// <param name="scratch">Where the cell may be written; good as long as this is.</param>
    public abstract JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch);

    private sealed class TextColumn(string name) : JobColumn(name)
    {
        public override bool Accepts(ref Utf8JsonReader reader) => reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

        public override JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch)
        {
            if (token[0] != '"') return new JobCell(token, Encoding.UTF8.GetBytes($"\"{JsonToken.Decode(token)}\""), isVisibleAscii: true);
            var bytes = token.Slice(1, token.Length - 2);
            if (JsonToken.IsPlain(bytes)) return new JobCell(bytes, token, isVisibleAscii: true);
            var text = JsonToken.Text(token)!;
            return new JobCell(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text, Readable)}\""), isVisibleAscii: false);
        }
    }

    private sealed class NumberColumn(string name) : JobColumn(name)
    {
        public override bool Accepts(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number;

        public override JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch)
        {
            if (!Utf8Parser.TryParse(token, out long _, out var used) || used < token.Length)
            {
                Utf8Formatter.TryFormat(JsonToken.Number(token)!.Value, scratch, out var length);
                token = scratch.Slice(0, length);
            }

            return new JobCell(token, token, isVisibleAscii: true);
        }
    }

    private sealed class FlagColumn(string name) : JobColumn(name)
    {
        public override bool Accepts(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.True or JsonTokenType.False;

        public override JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch) => new(token, token, isVisibleAscii: true);
    }

    /// <summary>AWS gives seconds or milliseconds: a cell has the fraction that the value has, and none when it is whole.</summary>
    private sealed class InstantColumn(string name) : JobColumn(name)
    {
        // From the year 1 to the year 9999.
        private const double FirstSecond = -62135596800;
        private const double EndSecond = 253402300800;

        public override bool Accepts(ref Utf8JsonReader reader) => reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out var seconds) && seconds is >= FirstSecond and < EndSecond,
            JsonTokenType.String => reader.TryGetDateTimeOffset(out _),
            _ => false,
        };

        public override JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch)
        {
            // yyyy-MM-ddTHH:mm:ss.fffffffZ
            Utf8Formatter.TryFormat(JsonToken.Instant(token)!.Value, scratch, out var length, 'O');
            length--;
            while (scratch[length - 1] == '0') length--;
            if (scratch[length - 1] == '.') length--;
            scratch[length] = (byte)'Z';
            var json = scratch.Slice(length + 1, length + 8);
            json[0] = (byte)'"';
            scratch.Slice(0, length).CopyTo(json.Slice(1));
            "+00:00\""u8.CopyTo(json.Slice(length + 1));
            return new JobCell(scratch.Slice(0, length + 1), json, isVisibleAscii: true);
        }
    }

    /// <summary>An object, with the members that are known of it.</summary>
    private sealed class JsonColumn<T>(string name, JsonTypeInfo<T> type) : JobColumn(name)
    {
        // The plans of a million jobs are the same few hundred.
        private readonly Remembered<byte[]> _known = new(token => Normalised(token, type));

        public override bool Accepts(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.StartObject;

        public override JobCell Format(ReadOnlySpan<byte> token, Span<byte> scratch)
        {
            var json = _known.Of(token);
            return new JobCell(json, json, isVisibleAscii: false);
        }

        private static byte[] Normalised(byte[] token, JsonTypeInfo<T> type)
        {
            using var json = new MemoryStream();
            using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = Readable });
            JsonSerializer.Serialize(writer, JsonSerializer.Deserialize(token, type)!, type);
            writer.Flush();
            return json.ToArray();
        }
    }
}
