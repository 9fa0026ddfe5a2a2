using System.Globalization;
using System.Text;
using System.Xml;
using EbsBackup.Aws.Protocols;

namespace EbsBackup.Tests.Aws;

public sealed class Utf8XmlReaderTests
{
    private static readonly string[] Names = ["item", "snapshotId", "tagSet", "key", "value", "ns:name", "größe", "a.b-c_1"];

    private static readonly string[] Texts =
        ["", " ", "vol-0123", "a &amp; b", "&lt;&gt;&quot;&apos;", "&#65;&#x1F4BE;", "line\r\nbreak\rlone\n", "<![CDATA[<raw> & ]] \r\n]]>", "naïve 日本", "a<!-- no -->b", "x<?pi y?>z", "> ]"];

    [Fact]
    public void Reads_what_XmlReader_reads_of_random_documents()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var document = Document(new Random(seed));
            Assert.True(Expected(document) == Actual(document), $"seed {seed}: {document}");
        }
    }

    [Fact]
    public void Refuses_or_reads_alike_what_is_cut_off_anywhere()
    {
        const string Document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a x='1' y=\"&lt;>\"><!-- c --><b>t&amp;u</b><c/><d><![CDATA[e]]></d></a>";
        for (var length = Document.IndexOf("<a", StringComparison.Ordinal); length < Document.Length; length++)
        {
            Assert.Throws<XmlException>(() => Actual(Document[..length] + (length < 41 ? "<" : "")));
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<a><!ELEMENT a ANY></a>")]
    [InlineData("<a>&b;</a>")]
    [InlineData("<a>&</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#1114112;</a>")]
    [InlineData("<a>&#-5;</a>")]
    [InlineData("<a></b>")]
    [InlineData("<a></ab>")]
    [InlineData("<ab></a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>text")]
    [InlineData("text<a/>")]
    [InlineData("</a>")]
    [InlineData("<a b></a>")]
    [InlineData("<a b=c></a>")]
    [InlineData("<a b='c'd='e'></a>")]
    [InlineData("<a b='<'></a>")]
    [InlineData("<1/>")]
    [InlineData("< a/>")]
    [InlineData("<a / >")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><a/>")]
    [InlineData("<html><head><br></head></html>")]
    public void Refuses_what_is_no_document(string document) => Assert.Throws<XmlException>(() => Actual(document));

    [Fact]
    public void Refuses_elements_without_end_inside_one_another() =>
        Assert.Throws<XmlException>(() => Actual(string.Concat(Enumerable.Repeat("<a>", 100_000))));

    [Fact]
    public void A_text_with_an_element_inside_is_no_text()
    {
        var reader = Reader("<a>b<c/></a>");
        reader.ReadRoot();
        Assert.Throws<XmlException>(() => reader.Text());
    }

    [Fact]
    public void Reads_characters_that_XML_forbids_because_a_tag_may_hold_them()
    {
        var reader = Reader("\uFEFF<a>\u0001&#x2;</a>");
        Assert.True(reader.ReadRoot());
        Assert.Equal("\u0001\u0002", reader.Text());
    }

    [Fact]
    public void Nothing_is_no_document_and_no_error() => Assert.False(Reader(" \n").ReadRoot());

    [Fact]
    public void Skips_an_element_with_everything_inside()
    {
        var reader = Reader("<a><b><b>1</b><c/>x<!-- </b> --></b><d>2</d></a>");
        Assert.True(reader.ReadRoot() && reader.Enter() && reader.NextChild());
        reader.Skip();
        Assert.True(reader.NextChild());
        Assert.Equal("2", reader.Text());
        Assert.False(reader.NextChild());
    }

    [Theory]
    [InlineData("2028-02-29T23:59:59Z")]
    [InlineData("2028-02-29T23:59:59.000Z")]
    [InlineData("2026-01-31T00:00:00.1234567Z")]
    [InlineData("0001-01-01T00:00:00.5Z")]
    [InlineData("2027-02-29T00:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T00:00:00.Z")]
    [InlineData("2026-01-31T00:00:00+01:00Z")]
    [InlineData("2026-13-31T00:00:00Z")]
    public void An_instant_is_read_as_the_framework_reads_it_or_left_to_it(string text)
    {
        if (!WireFormat.TryIso8601(Encoding.UTF8.GetBytes(text), out var time)) return;
        Assert.Equal(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), time);
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    [Fact]
    public void The_form_that_EC2_answers_in_is_read_without_a_string() =>
        Assert.True(WireFormat.TryIso8601("2026-11-21T07:03:00.120Z"u8, out var time) && time == new DateTime(2026, 11, 21, 7, 3, 0, 120, DateTimeKind.Utc));

    private static Utf8XmlReader Reader(string document)
    {
        // Bytes behind the end, as a pooled buffer has them, are not the document's.
        var bytes = Encoding.UTF8.GetBytes(document + "<!-- what was in the buffer before");
        return new Utf8XmlReader(bytes, Encoding.UTF8.GetByteCount(document));
    }

    private static string Document(Random random)
    {
        var text = new StringBuilder(random.Next(3) == 0 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->" : "");
        Element(random, text, 0, root: true);
        return text.Append(random.Next(2) == 0 ? "\n" : "<!-- end -->").ToString();
    }

    private static void Element(Random random, StringBuilder text, int depth, bool root = false)
    {
        var name = Names[random.Next(Names.Length)];
        text.Append('<').Append(name).Append(root || name.Contains(':', StringComparison.Ordinal) ? " xmlns:ns='http://n/'" : "");
        if (random.Next(4) == 0) text.Append(" at = \"v>&amp;'/\"\n");
        switch (random.Next(depth > 4 ? 2 : 4))
        {
            case 0:
                text.Append(random.Next(2) == 0 ? "/>" : " />");
                return;
            case 1:
                text.Append('>').Append(Texts[random.Next(Texts.Length)]).Append(Texts[random.Next(Texts.Length)]);
                break;
            default:
                text.Append('>');
                for (var i = random.Next(4); i >= 0; i--)
                {
                    text.Append(random.Next(2) == 0 ? "\r\n  " : random.Next(5) == 0 ? "<?p?><!-- - -->" : "");
                    Element(random, text, depth + 1);
                }

                break;
        }

        text.Append("</").Append(name).Append(random.Next(5) == 0 ? " \n>" : ">");
    }

    /// <summary>Elements with their names; texts of those without others inside.</summary>
    private static string Expected(string document)
    {
        using var reader = XmlReader.Create(new StringReader(document), new() { IgnoreComments = true, IgnoreProcessingInstructions = true });
        var root = System.Xml.Linq.XDocument.Load(reader, System.Xml.Linq.LoadOptions.PreserveWhitespace).Root!;
        var result = new StringBuilder();
        Tell(root);
        return result.ToString();

        void Tell(System.Xml.Linq.XElement element)
        {
            result.Append(element.Name.LocalName).Append('{');
            if (element.HasElements) foreach (var child in element.Elements()) Tell(child);
            else result.Append(element.Value);
            result.Append('}');
        }
    }

    private static string Actual(string document)
    {
        var result = new StringBuilder();
        var reader = Reader(document);
        Assert.True(reader.ReadRoot());
        Tell();
        Assert.False(reader.NextElement());
        return result.ToString();

        void Tell()
        {
            result.Append(Encoding.UTF8.GetString(reader.LocalName)).Append('{');
            if (HasElements(document, reader)) for (reader.Enter(); reader.NextChild();) Tell();
            else result.Append(reader.Text());
            result.Append('}');
        }
    }

    // The reader does not look ahead, as a model knows which elements hold others: a second one does it here.
    private static bool HasElements(string document, Utf8XmlReader reader)
    {
        var ahead = Reader(document);
        ahead.ReadRoot();
        while (ahead.Position < reader.Position) ahead.NextElement();
        return ahead.Enter() && ahead.NextChild();
    }
}
