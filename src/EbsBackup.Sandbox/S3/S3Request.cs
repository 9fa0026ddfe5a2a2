using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>A call to S3, read: what it addresses, its query, its decoded body.</summary>
internal sealed class S3Request
{
    private readonly Dictionary<string, string> _query = new(StringComparer.Ordinal);
    private S3Payload? _payload;

    public S3Request(SandboxCall call)
    {
        Call = call;
        Address = S3Address.Parse(call.Request);
        foreach (var (name, value) in S3Address.Query(call.Request))
            _query[name] = value;
    }

    public SandboxCall Call { get; }

    public S3Address Address { get; }

    public DateTimeOffset Now => Call.Now;

    /// <summary>The key, which must be there: the route saw it.</summary>
    public string Key => Address.Key!;

    public IReadOnlyDictionary<string, string> Query => _query;

    /// <summary>The body without framing, its checksums verified.</summary>
    public S3Payload Payload => _payload ??= S3Payload.Read(Call.Request);

    public string? VersionId => Query.TryGetValue("versionId", out var id) ? id : null;

    public bool BypassGovernance => Header("x-amz-bypass-governance-retention")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    public string? Header(string name) => Call.Request.Header(name);

    public string? Parameter(string name) => Query.TryGetValue(name, out var value) ? value : null;

    /// <summary>A number of the query, between <paramref name="least"/> and <paramref name="most"/>; the default when absent.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Parameter(name) is not { Length: > 0 } text)
            return fallback;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw S3Errors.InvalidArgument($"Provided {name} not an integer or within integer range", name, text);
        if (number < least)
            throw S3Errors.InvalidArgument($"Argument {name} must be an integer between {least} and {int.MaxValue}", name, text);
        return Math.Min(number, most);
    }

    /// <summary>The body as XML.</summary>
    /// <exception cref="AwsErrorException">MalformedXML: not XML, or another document than <paramref name="root"/>.</exception>
    public XElement Document(string root)
    {
        try
        {
            // Keys may be blank or hold control characters: keep both.
            using var reader = XmlReader.Create(
                new MemoryStream(Payload.Content), new XmlReaderSettings { CheckCharacters = false, DtdProcessing = DtdProcessing.Prohibit });
            var document = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            return document.Name.LocalName == root ? document : throw S3Errors.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }
}
