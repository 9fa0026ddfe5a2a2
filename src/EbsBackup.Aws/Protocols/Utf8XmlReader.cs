using System.Globalization;
using System.Text;
using System.Xml;

namespace EbsBackup.Aws.Protocols;

/// <summary>
/// Goes through an XML document in UTF-8 from element to element; attributes, comments and processing instructions are
/// stepped over. A listing of 100,000 snapshots is 100 MB of XML: XmlReader makes UTF-16 of all of it, a string of each
/// name and three calls of each text. A document type, an entity that it would have to declare, and whatever is not
/// well-formed are refused; characters that XML 1.0 calls illegal are read, because a tag's value may hold them.
/// </summary>
internal sealed class Utf8XmlReader(byte[] buffer, int length)
{
    private const int MaxDepth = 256;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    // Where the names of the open elements begin and end.
    private readonly (int Start, int End)[] _open = new (int, int)[MaxDepth];
    private int _depth;
    private int _position;
    private (int Start, int End) _name;
    private bool _atStart;
    private bool _empty;

    /// <summary>The byte behind what was read last.</summary>
    public int Position => _position;

    /// <summary>The name of the element whose start tag was read last, without its prefix.</summary>
    public ReadOnlySpan<byte> LocalName
    {
        get
        {
            var name = Span(_name.Start, _name.End);
            return name.Slice(name.IndexOf((byte)':') + 1);
        }
    }

    /// <summary>Goes to the document element. False when there is nothing at all.</summary>
    public bool ReadRoot()
    {
        if (Rest.StartsWith(ByteOrderMark)) _position = ByteOrderMark.Length;
        if (Rest.StartsWith("<?xml"u8)) RefuseOtherEncodings();
        return NextElement();
    }

    /// <summary>Goes to the next start tag at whatever depth. False after the document element's end.</summary>
    public bool NextElement()
    {
        if (_atStart) Enter();
        while (true)
        {
            SkipText();
            if (_position == length) return _depth == 0 ? false : throw Ended();
            if (!IsEndTag())
            {
                if (_depth == 0 && _name.End > 0) throw Malformed("a second document element");
                ReadStartTag();
                return true;
            }

            ReadEndTag();
        }
    }

    /// <summary>Goes inside the element. False when it is empty: it is then already left.</summary>
    public bool Enter()
    {
        _atStart = false;
        if (_empty) return false;
        if (_depth == MaxDepth) throw Malformed("too many elements inside one another");
        _open[_depth++] = _name;
        return true;
    }

    /// <summary>Goes to the next child's start tag. False when there is none: the parent is then left.</summary>
    public bool NextChild()
    {
        SkipText();
        if (_position == length) throw Ended();
        if (IsEndTag())
        {
            ReadEndTag();
            return false;
        }

        ReadStartTag();
        return true;
    }

    /// <summary>Steps over the element.</summary>
    public void Skip()
    {
        var depth = _depth;
        if (!Enter()) return;
        while (_depth > depth)
        {
            if (NextChild()) Enter();
        }
    }

    /// <summary>The text of an element that has no others inside, and steps behind it.</summary>
    public string Text() => TryPlainText(out var plain) ? RepeatedText.Of(plain) : MixedText();

    /// <summary>The bytes of a text that needs no decoding. False: nothing has been read.</summary>
    public bool TryPlainText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_empty)
        {
            _atStart = false;
            return true;
        }

        var end = Rest.IndexOf((byte)'<');
        if (end < 0) throw Ended();
        text = Rest.Slice(0, end);
        var endTag = _position + end;
        if (endTag + 1 < length && buffer[endTag + 1] == '/' && text.IndexOfAny((byte)'&', (byte)'\r') < 0)
        {
            Enter();
            _position = endTag;
            ReadEndTag();
            return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> Rest => Span(_position, length);

    private ReadOnlySpan<byte> Span(int start, int end) => new(buffer, start, end - start);

    private string MixedText()
    {
        Enter();
        var text = new StringBuilder();
        while (true)
        {
            var end = Rest.IndexOf((byte)'<');
            if (end < 0) throw Ended();
            Decode(Rest.Slice(0, end), text);
            _position += end;
            if (Rest.StartsWith("<![CDATA["u8))
            {
                _position += "<![CDATA[".Length;
                var section = Until("]]>"u8);
                text.Append(Encoding.UTF8.GetString(section.ToArray()).Replace("\r\n", "\n").Replace('\r', '\n'));
            }
            else if (!SkipMarkup())
            {
                if (!IsEndTag()) throw Malformed("an element inside a text");
                ReadEndTag();
                return text.ToString();
            }
        }
    }

    private void Decode(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        while (!raw.IsEmpty)
        {
            var special = raw.IndexOfAny((byte)'&', (byte)'\r');
            var plain = special < 0 ? raw : raw.Slice(0, special);
            if (!plain.IsEmpty) text.Append(Encoding.UTF8.GetString(plain.ToArray()));
            if (special < 0) return;

            raw = raw.Slice(special);
            if (raw[0] == '\r')
            {
                text.Append('\n');
                raw = raw.Slice(raw.Length > 1 && raw[1] == '\n' ? 2 : 1);
                continue;
            }

            var end = raw.IndexOf((byte)';');
            if (end < 0) throw Malformed("an & that begins no entity");
            text.Append(Entity(Encoding.UTF8.GetString(raw.Slice(1, end - 1).ToArray())));
            raw = raw.Slice(end + 1);
        }
    }

    private string Entity(string name)
    {
        switch (name)
        {
            case "lt": return "<";
            case "gt": return ">";
            case "amp": return "&";
            case "quot": return "\"";
            case "apos": return "'";
        }

        var hex = name.StartsWith("#x", StringComparison.Ordinal);
        var isNumber = hex
            ? int.TryParse(name.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            : int.TryParse(name.StartsWith("#", StringComparison.Ordinal) ? name.Substring(1) : "", NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (!isNumber || number is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF)) throw Malformed($"the entity &{name};");
        return char.ConvertFromUtf32(number);
    }

    /// <summary>Goes to the next tag, over text between elements, comments, processing instructions and CDATA sections.</summary>
    private void SkipText()
    {
        while (true)
        {
            var end = Rest.IndexOf((byte)'<');
            var text = end < 0 ? Rest : Rest.Slice(0, end);
            if (_depth == 0 && !IsWhiteSpace(text)) throw Malformed("text outside the document element");
            _position += text.Length;
            if (_position == length) return;
            if (_depth > 0 && Rest.StartsWith("<![CDATA["u8)) Until("]]>"u8);
            else if (!SkipMarkup()) return;
        }
    }

    /// <summary>Steps over a comment or a processing instruction.</summary>
    private bool SkipMarkup()
    {
        if (Rest.StartsWith("<!--"u8))
        {
            _position += "<!--".Length;
            Until("-->"u8);
            return true;
        }

        if (Rest.StartsWith("<?"u8))
        {
            Until("?>"u8);
            return true;
        }

        return Rest.StartsWith("<!"u8) ? throw Malformed("a document type") : false;
    }

    /// <summary>What comes before <paramref name="mark"/>; steps behind that.</summary>
    private ReadOnlySpan<byte> Until(ReadOnlySpan<byte> mark)
    {
        var end = Rest.IndexOf(mark);
        if (end < 0) throw Ended();
        var content = Rest.Slice(0, end);
        _position += end + mark.Length;
        return content;
    }

    private bool IsEndTag() => _position + 1 < length && buffer[_position + 1] == '/';

    private void ReadEndTag()
    {
        if (_depth == 0) throw Malformed("an end tag without a start tag");
        var (start, end) = _open[--_depth];
        _position += 2;
        if (!Rest.StartsWith(Span(start, end))) throw Malformed($"an end tag other than </{Encoding.UTF8.GetString(buffer, start, end - start)}>");
        _position += end - start;
        SkipWhiteSpace();
        if (_position == length) throw Ended();
        if (buffer[_position++] != '>') throw Malformed("an end tag that does not end");
    }

    private void ReadStartTag()
    {
        _position++;
        _name = ReadName();
        while (true)
        {
            var spaced = SkipWhiteSpace();
            if (_position == length) throw Ended();
            var next = buffer[_position];
            if (next is (byte)'>' or (byte)'/') break;
            if (!spaced) throw Malformed("an attribute without a space before it");
            SkipAttribute();
        }

        _empty = buffer[_position] == '/';
        if (_empty && (++_position == length || buffer[_position] != '>')) throw Malformed("a / inside a tag");
        _position++;
        _atStart = true;
    }

    private void SkipAttribute()
    {
        ReadName();
        SkipWhiteSpace();
        if (_position == length || buffer[_position++] != '=') throw Malformed("an attribute without a value");
        SkipWhiteSpace();
        if (_position == length || buffer[_position] is not ((byte)'"' or (byte)'\'')) throw Malformed("an attribute without quotes");
        var quote = buffer[_position++];
        var end = Rest.IndexOf(quote);
        if (end < 0) throw Ended();
        if (Rest.Slice(0, end).IndexOf((byte)'<') >= 0) throw Malformed("a < in an attribute");
        _position += end + 1;
    }

    private (int Start, int End) ReadName()
    {
        var start = _position;
        if (start == length || !IsNameByte(buffer[start]) || buffer[start] is (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9')) throw Malformed("a name");
        while (_position < length && IsNameByte(buffer[_position])) _position++;
        return (start, _position);
    }

    private static bool IsNameByte(byte b) =>
        (uint)((b | 0x20) - 'a') <= 'z' - 'a' || b is (>= (byte)'0' and <= (byte)':') or (byte)'_' or (byte)'-' or (byte)'.' or >= 0x80;

    private bool SkipWhiteSpace()
    {
        var start = _position;
        while (_position < length && IsWhiteSpace(buffer[_position])) _position++;
        return _position > start;
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!IsWhiteSpace(b)) return false;
        }

        return true;
    }

    private static bool IsWhiteSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private void RefuseOtherEncodings()
    {
        var end = Rest.IndexOf("?>"u8);
        if (end < 0) throw Ended();
        var declaration = Encoding.UTF8.GetString(buffer, _position, end);
        if (declaration.Contains("encoding") && declaration.IndexOf("utf-8", StringComparison.OrdinalIgnoreCase) < 0) throw Malformed("an encoding other than UTF-8");
    }

    private static XmlException Ended() => new("The response ends in the middle of an element.");

    private XmlException Malformed(string what) => new($"The response is not well-formed: {what} at byte {_position.ToString(CultureInfo.InvariantCulture)}.");
}
