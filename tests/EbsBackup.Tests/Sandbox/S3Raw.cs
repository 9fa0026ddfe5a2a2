using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.S3;

namespace EbsBackup.Tests.Sandbox;

/// <summary>Requests to the service itself, for what a client would change or refuse on its own side.</summary>
internal static class S3Raw
{
    public sealed record Answer(S3Service Service, int Status, string? Code, string Text, IReadOnlyDictionary<string, string> Headers);

    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Answer Send(
        S3Service service,
        string method,
        string path,
        string query = "",
        string body = "",
        string region = "us-east-1",
        IEnumerable<(string Name, string Value)>? headers = null,
        DateTimeOffset? now = null)
    {
        var request = new SandboxRequest
        {
            Method = method,
            RawPath = path,
            RawQuery = query,
            Body = Encoding.UTF8.GetBytes(body),
            Headers = (headers ?? []).ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase),
        };
        var caller = new CallerIdentity("222222222222", "arn:aws:iam::222222222222:user/test", "AIDATEST", "AKIATEST");
        string? code = null;
        SandboxResponse response;
        try
        {
            response = service.Handle(new(request, caller, region, now ?? Now));
        }
        catch (AwsErrorException error)
        {
            code = error.Code;
            response = service.Error(error, "request-id", request);
        }

        var text = Encoding.UTF8.GetString(response.Body.Span);
        if (code is not null && text.Length > 0)
            Assert.Equal(code, XElement.Parse(text).Element("Code")!.Value);
        return new(service, response.StatusCode, code, text, response.Headers);
    }
}
