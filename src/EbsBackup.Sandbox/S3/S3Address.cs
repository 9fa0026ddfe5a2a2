using System.Net;
using System.Text.RegularExpressions;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>Which bucket and key a request names, path-style or virtual-hosted.</summary>
/// <param name="EndpointRegion">The Region in the host's name; null where the host names none.</param>
internal sealed partial record S3Address(string? Bucket, string? Key, bool IsVirtualHosted, string? EndpointRegion)
{
    public static S3Address Parse(SandboxRequest request)
    {
        var (hostBucket, region) = ParseHost(request.Header("Host") ?? "");
        var path = request.RawPath.StartsWith('/') ? request.RawPath[1..] : request.RawPath;
        if (hostBucket is not null)
            return new(hostBucket, path.Length == 0 ? null : Decode(path), true, region);
        if (path.Length == 0)
            return new(null, null, false, region);

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || slash == path.Length - 1
            ? new(Decode(path.TrimEnd('/')), null, false, region)
            : new(Decode(path[..slash]), Decode(path[(slash + 1)..]), false, region);
    }

    /// <summary>The query's parameters, decoded.</summary>
    /// <exception cref="AwsErrorException">InvalidURI: escapes that are not UTF-8.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Query(SandboxRequest request)
    {
        try
        {
            return QueryParameters.Parse(request.RawQuery);
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidUri();
        }
    }

    private static string Decode(string path)
    {
        try
        {
            return PercentEncoding.Decode(path);
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidUri();
        }
    }

    private static (string? Bucket, string? Region) ParseHost(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > 0 && !host.EndsWith(']') ? host[..colon] : host;
        if (IPAddress.TryParse(name, out _))
            return default;

        var match = ServiceHost().Match(name);
        return match.Success
            ? (Group("bucket"), Group("region"))
            : name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? (name[..^10], null) : default;

        string? Group(string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;
    }

    // s3.amazonaws.com, s3.eu-west-1.amazonaws.com, s3.dualstack.eu-west-1…, s3-eu-west-1…, each with or without a bucket before it.
    [GeneratedRegex(@"^(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.(?:amazonaws\.com(?:\.cn)?|localhost)$", RegexOptions.IgnoreCase)]
    private static partial Regex ServiceHost();
}
