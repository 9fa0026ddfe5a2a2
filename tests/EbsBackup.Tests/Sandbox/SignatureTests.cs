using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Tests.Sandbox;

public sealed class SignatureTests : IAsyncLifetime
{
    private readonly S3TestServer _s3 = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Fact]
    public async Task Wrong_secret_is_refused_by_S3()
    {
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.Client(secret: "wrong").ListBucketsAsync());
        Assert.Equal(("SignatureDoesNotMatch", HttpStatusCode.Forbidden), (refused.ErrorCode, refused.StatusCode));
    }

    [Fact]
    public async Task Wrong_secret_is_refused_by_STS()
    {
        using var right = Sts(_s3.Server.SecretAccessKey);
        Assert.Equal("222222222222", (await right.GetCallerIdentityAsync(new())).Account);
        using var wrong = Sts("wrong");
        var refused = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => wrong.GetCallerIdentityAsync(new()));
        Assert.Equal(("SignatureDoesNotMatch", HttpStatusCode.Forbidden), (refused.ErrorCode, refused.StatusCode));
    }

    [Fact]
    public async Task Unknown_access_key_is_refused()
    {
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.Client(credentials: new BasicAWSCredentials("AKIANOONE", "x")).ListBucketsAsync());
        Assert.Equal("InvalidAccessKeyId", refused.ErrorCode);
    }

    [Theory]
    [InlineData(-16, "RequestTimeTooSkewed")]
    [InlineData(-14, null)]
    [InlineData(14, null)]
    [InlineData(16, "RequestTimeTooSkewed")]
    public async Task Clock_may_be_fifteen_minutes_off(int minutes, string? code)
    {
        // The SDK keeps the offset that it learns for the endpoint's host, so this request is built once and sent as it is.
        using var client = _s3.Client();
        var captured = await CaptureAsync(client);
        var now = DateTimeOffset.UtcNow.AddMinutes(minutes);
        var fault = SignatureVerifier.Verify(captured, now, _ => new(_s3.Server.SecretAccessKey));
        Assert.Equal(code, fault is null ? null : SignatureErrors.For("s3", fault.Value, captured, now).Code);
    }

    [Fact]
    public void Each_service_names_a_skewed_clock_in_its_own_way()
    {
        var request = new SandboxRequest
        {
            Method = "POST", RawPath = "/",
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AK/20260131/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0",
                ["X-Amz-Date"] = "20260131T000000Z",
            },
        };
        var now = new DateTimeOffset(2026, 1, 31, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(SignatureFault.Skewed, SignatureVerifier.Verify(request, now, _ => new("secret")));
        Assert.Equal(
            ["RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException"],
            ((string[])["s3", "ec2", "sts", "backup"]).Select(s => SignatureErrors.For(s, SignatureFault.Skewed, request, now).Code));
        Assert.Contains("20260131T000000Z is now earlier than 20260131T004500Z", SignatureErrors.For("sts", SignatureFault.Skewed, request, now).Message, StringComparison.Ordinal);
    }

    /// <summary>The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, byte by byte.</summary>
    [Fact]
    public void Documented_example_of_signed_chunks_is_accepted()
    {
        var request = DocumentedUpload();
        var now = new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
        Assert.Null(SignatureVerifier.Verify(request, now, _ => new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")));
        Assert.Equal(66560, AwsChunkedBody.Parse(request.Body).Content().Length);
    }

    [Theory]
    [InlineData(100)] // in the first chunk's data
    [InlineData(66000)] // in the second chunk's
    public void Chunk_that_was_changed_on_the_way_is_refused(int offset)
    {
        var request = DocumentedUpload();
        var body = request.Body.ToArray();
        body[offset]++;
        var changed = new SandboxRequest { Method = request.Method, RawPath = request.RawPath, Headers = request.Headers, Body = body };
        Assert.Equal(
            SignatureFault.Mismatch,
            SignatureVerifier.Verify(changed, new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero), _ => new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")));
    }

    [Fact]
    public async Task Presigned_url_holds_for_its_time_and_its_request_alone()
    {
        using var client = await _s3.ClientWithBucketAsync("box");
        await client.PutObjectAsync(new() { BucketName = "box", Key = "a b/ü", ContentBody = "here" });
        var url = await client.GetPreSignedURLAsync(new() { BucketName = "box", Key = "a b/ü", Expires = DateTime.UtcNow.AddMinutes(30), Protocol = Protocol.HTTP });
        using var http = new HttpClient();
        Assert.Equal("here", await http.GetStringAsync(url));
        Assert.Contains("SignatureDoesNotMatch", await (await http.GetAsync(url + "&versionId=null")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("SignatureDoesNotMatch", await (await http.DeleteAsync(url)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        _s3.Server.Sandbox.Clock.Advance(TimeSpan.FromMinutes(31));
        var late = await http.GetAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Contains("Request has expired", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_other_than_the_one_signed_is_refused()
    {
        using var client = await _s3.ClientWithBucketAsync("box");
        var captured = await CaptureAsync(client, c => c.DeleteObjectsAsync(new() { BucketName = "box", Objects = [new() { Key = "a" }] }));
        Assert.Null(Verify(captured.Body.ToArray()));
        Assert.NotNull(Verify(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(captured.Body.Span).Replace(">a<", ">b<", StringComparison.Ordinal))));

        SignatureFault? Verify(byte[] body) => SignatureVerifier.Verify(
            new() { Method = captured.Method, RawPath = captured.RawPath, RawQuery = captured.RawQuery, Headers = captured.Headers, Body = body },
            DateTimeOffset.UtcNow,
            _ => new(_s3.Server.SecretAccessKey));
    }

    [Fact]
    public void Older_schemes_are_told_apart_from_no_signature()
    {
        Assert.Equal(SignatureFault.Missing, RequestSignature.WhyNone(Get("", null)));
        Assert.Equal(SignatureFault.Unsupported, RequestSignature.WhyNone(Get("AWSAccessKeyId=AK&Signature=x&Expires=1", null)));
        Assert.Equal(SignatureFault.Unsupported, RequestSignature.WhyNone(Get("", "AWS AK:signature")));
        Assert.Equal(SignatureFault.Malformed, RequestSignature.WhyNone(Get("", "AWS4-HMAC-SHA256 Credential=AK")));

        static SandboxRequest Get(string query, string? authorization) => new()
        {
            Method = "GET", RawPath = "/b/k", RawQuery = query,
            Headers = authorization is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Authorization"] = authorization },
        };
    }

    private AmazonSecurityTokenServiceClient Sts(string secret) => new(
        new BasicAWSCredentials(_s3.Server.AccessKeyId, secret),
        new AmazonSecurityTokenServiceConfig { ServiceURL = _s3.Server.EndpointUrl.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    private static Task<SandboxRequest> CaptureAsync(AmazonS3Client client) => CaptureAsync(client, c => c.ListBucketsAsync());

    /// <summary>What the client sends, as the sandbox would read it.</summary>
    private static async Task<SandboxRequest> CaptureAsync(AmazonS3Client client, Func<AmazonS3Client, Task> call)
    {
        using var capture = new Capture();
        var config = new AmazonS3Config
        {
            ServiceURL = client.Config.ServiceURL, AuthenticationRegion = "us-east-1", ForcePathStyle = true, MaxErrorRetry = 0,
            HttpClientFactory = new CaptureFactory(capture),
        };
        using var recording = new AmazonS3Client(new BasicAWSCredentials("AKIASANDBOXDEFAULT00", "sandboxsandboxsandboxsandboxsandboxsandb"), config);
        await Assert.ThrowsAnyAsync<Exception>(() => call(recording));
        return capture.Request!;
    }

    private sealed class CaptureFactory(Capture capture) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(capture, disposeHandler: false);
    }

    private sealed class Capture : HttpMessageHandler
    {
        public SandboxRequest? Request { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .ToDictionary(h => h.Key, h => string.Join(h.Key == "User-Agent" ? " " : ",", h.Value), StringComparer.OrdinalIgnoreCase);
            headers.TryAdd("Host", request.RequestUri!.Authority);
            Request = new()
            {
                Method = request.Method.Method,
                RawPath = request.RequestUri.AbsolutePath,
                RawQuery = request.RequestUri.Query.TrimStart('?'),
                Headers = headers,
                Body = request.Content is null ? default : await request.Content.ReadAsByteArrayAsync(cancellationToken),
            };
            throw new HttpRequestException("captured");
        }
    }

    private static SandboxRequest DocumentedUpload()
    {
        var chunk1 = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" + new string('a', 65536) + "\r\n";
        var chunk2 = "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" + new string('a', 1024) + "\r\n";
        const string Last = "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        return new()
        {
            Method = "PUT",
            RawPath = "/examplebucket/chunkObject.txt",
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Host"] = "s3.amazonaws.com",
                ["x-amz-date"] = "20130524T000000Z",
                ["x-amz-storage-class"] = "REDUCED_REDUNDANCY",
                ["x-amz-content-sha256"] = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                ["Content-Encoding"] = "aws-chunked",
                ["x-amz-decoded-content-length"] = "66560",
                ["Content-Length"] = "66824",
                ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                    + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,"
                    + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            },
            Body = Encoding.ASCII.GetBytes(chunk1 + chunk2 + Last),
        };
    }
}
