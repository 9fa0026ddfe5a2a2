using System.Buffers.Text;

namespace EbsBackup.Aws.Protocols;

/// <summary>
/// Forward-only reading of XML responses. Every reader starts on the start tag of its element
/// and leaves the reader behind the end tag.
/// </summary>
internal static class XmlElements
{
    public static string Text(Utf8XmlReader reader) => reader.Text();

    public static int Int(Utf8XmlReader reader) => checked((int)Long(reader));

    public static long Long(Utf8XmlReader reader)
    {
        if (!reader.TryPlainText(out var text)) return WireFormat.Long(reader.Text());
        return Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length ? value : WireFormat.Long(RepeatedText.Of(text));
    }

    public static float Float(Utf8XmlReader reader) => WireFormat.Float(Text(reader));

    public static double Double(Utf8XmlReader reader) => WireFormat.Double(Text(reader));

    public static bool Bool(Utf8XmlReader reader) => WireFormat.Bool(Text(reader));

    public static DateTime Timestamp(Utf8XmlReader reader)
    {
        if (!reader.TryPlainText(out var text)) return WireFormat.Timestamp(reader.Text());
        return WireFormat.TryIso8601(text, out var time) ? time : WireFormat.Timestamp(RepeatedText.Of(text));
    }

    public static MemoryStream Blob(Utf8XmlReader reader) => WireFormat.Blob(Text(reader));

    public static List<T> List<T>(Utf8XmlReader reader, Func<Utf8XmlReader, T> item)
    {
        var list = new List<T>();
        if (reader.Enter())
        {
            while (reader.NextChild())
                list.Add(item(reader));
        }

        return list;
    }

    public static Dictionary<string, T> Map<T>(Utf8XmlReader reader, byte[] keyName, byte[] valueName, Func<Utf8XmlReader, T> value)
    {
        var map = new Dictionary<string, T>();
        if (reader.Enter())
        {
            while (reader.NextChild())
                Entry(reader, map, keyName, valueName, value);
        }

        return map;
    }

    public static void Entry<T>(
        Utf8XmlReader reader, Dictionary<string, T> map, byte[] keyName, byte[] valueName, Func<Utf8XmlReader, T> value)
    {
        string? key = null;
        T? found = default;
        if (reader.Enter())
        {
            while (reader.NextChild())
            {
                if (reader.LocalName.SequenceEqual(keyName))
                    key = Text(reader);
                else if (reader.LocalName.SequenceEqual(valueName))
                    found = value(reader);
                else
                    reader.Skip();
            }
        }

        if (key is not null)
            map[key] = found!;
    }
}
