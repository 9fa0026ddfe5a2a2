using System.Net;
using System.Text;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>A frozen sandbox called in process by plain forms: no client's retries or marshalling in between.</summary>
internal sealed class LocalSandbox : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public LocalSandbox(SandboxOptions? options = null)
    {
        Sandbox = EbsBackup.Sandbox.Sandbox.Create(options ?? new());
        Sandbox.Clock.Freeze(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));
        _http = new(new SandboxHandler(Sandbox));
    }

    public EbsBackup.Sandbox.Sandbox Sandbox { get; }

    public void Dispose() => _http.Dispose();

    /// <summary>EC2's answer to <c>Action=…&amp;…</c>.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Ec2(string form, string region = "us-east-1", string accessKeyId = "AKIAUNKNOWN")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://sandbox/") { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/20260131/{region}/ec2/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(request, default);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<string> Volume(string type = "gp3")
    {
        var (_, body) = await Ec2("Action=CreateVolume&AvailabilityZone=us-east-1a&Size=200&VolumeType=" + type);
        return Between(body, "<volumeId>", "</volumeId>");
    }

    public async Task<int> CountSnapshots()
    {
        var (_, body) = await Ec2("Action=DescribeSnapshots&Owner.1=self");
        return body.Split("<snapshotId>").Length - 1;
    }

    public static string Between(string text, string before, string after) => text.Split(before)[1].Split(after)[0];
}
