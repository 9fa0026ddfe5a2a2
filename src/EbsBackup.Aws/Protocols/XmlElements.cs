using System.Xml;

namespace EbsBackup.Aws.Protocols;

/// <summary>
/// Forward-only reading of XML responses. Every reader starts on the start tag of its element
/// and leaves the reader behind the end tag.
/// </summary>
internal static class XmlElements
{
    // A tag value may hold what XML 1.0 calls an illegal character: better read it than fail the page.
    private static readonly XmlReaderSettings Settings = new()
    {
        CheckCharacters = false,
        CloseInput = false,
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static XmlReader Open(Stream stream) => XmlReader.Create(stream, Settings);

    /// <summary>Goes inside the element. False when it is empty: it is then already left.</summary>
    public static bool Enter(XmlReader reader)
    {
        var empty = reader.IsEmptyElement;
        reader.Read();
        return !empty;
    }

    /// <summary>Goes to the next child's start tag. False when there is none: the parent is then left.</summary>
    public static bool NextChild(XmlReader reader)
    {
        while (true)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    return true;
                case XmlNodeType.EndElement:
                    reader.Read();
                    return false;
                default:
                    if (!reader.Read())
                        throw new XmlException("The response ends in the middle of an element.");
                    break;
            }
        }
    }

    public static string Text(XmlReader reader) => reader.ReadElementContentAsString();

    public static int Int(XmlReader reader) => WireFormat.Int(Text(reader));

    public static long Long(XmlReader reader) => WireFormat.Long(Text(reader));

    public static float Float(XmlReader reader) => WireFormat.Float(Text(reader));

    public static double Double(XmlReader reader) => WireFormat.Double(Text(reader));

    public static bool Bool(XmlReader reader) => WireFormat.Bool(Text(reader));

    public static DateTime Timestamp(XmlReader reader) => WireFormat.Timestamp(Text(reader));

    public static MemoryStream Blob(XmlReader reader) => WireFormat.Blob(Text(reader));

    public static List<T> List<T>(XmlReader reader, Func<XmlReader, T> item)
    {
        var list = new List<T>();
        if (Enter(reader))
        {
            while (NextChild(reader))
                list.Add(item(reader));
        }

        return list;
    }

    public static Dictionary<string, T> Map<T>(XmlReader reader, string keyName, string valueName, Func<XmlReader, T> value)
    {
        var map = new Dictionary<string, T>();
        if (Enter(reader))
        {
            while (NextChild(reader))
                Entry(reader, map, keyName, valueName, value);
        }

        return map;
    }

    public static void Entry<T>(
        XmlReader reader, Dictionary<string, T> map, string keyName, string valueName, Func<XmlReader, T> value)
    {
        string? key = null;
        T? found = default;
        if (Enter(reader))
        {
            while (NextChild(reader))
            {
                if (reader.LocalName == keyName)
                    key = Text(reader);
                else if (reader.LocalName == valueName)
                    found = value(reader);
                else
                    reader.Skip();
            }
        }

        if (key is not null)
            map[key] = found!;
    }
}
