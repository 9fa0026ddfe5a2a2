using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>How a listing writes names: as they are, or with <c>encoding-type=url</c> so that any XML parser can read them.</summary>
internal readonly struct ListEncoding
{
    private readonly bool _isUrl;

    /// <exception cref="AwsErrorException">InvalidArgument: another encoding than <c>url</c>.</exception>
    public ListEncoding(S3Request request)
    {
        var type = request.Parameter("encoding-type");
        if (type is not (null or "" or "url"))
            throw S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
        _isUrl = type == "url";
    }

    /// <summary>The value of the EncodingType element; null when names go out as they are.</summary>
    public string? Type => _isUrl ? "url" : null;

    /// <summary>S3 writes a blank as a plus sign and leaves slashes and asterisks alone.</summary>
    public string Apply(string name) =>
        _isUrl ? PercentEncoding.Encode(name, keep: "/* ").Replace(' ', '+') : name;
}
