using System.Net;
using Amazon;
using Amazon.Backup;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;

namespace EbsBackup.Tests.Aws;

/// <summary>What callers rely on beyond the wire format: endpoints, retries, errors, empty lists.</summary>
public class ClientBehaviourTests
{
    private const string Created =
        """<CreateSnapshotResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><snapshotId>snap-1</snapshotId><startTime>2026-01-31T23:30:00.000Z</startTime><volumeSize>8</volumeSize></CreateSnapshotResponse>""";

    private static int _port = 20000;

    [Theory]
    [InlineData("us-east-1", "https://ec2.us-east-1.amazonaws.com/", "https://organizations.us-east-1.amazonaws.com/", "https://backup.us-east-1.amazonaws.com/")]
    [InlineData("eu-west-1", "https://ec2.eu-west-1.amazonaws.com/", "https://organizations.us-east-1.amazonaws.com/", "https://backup.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn/", "https://organizations.cn-northwest-1.amazonaws.com.cn/", "https://backup.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://ec2.us-gov-west-1.amazonaws.com/", "https://organizations.us-gov-west-1.amazonaws.com/", "https://backup.us-gov-west-1.amazonaws.com/")]
    public void Endpoints_follow_the_Region_and_its_partition(string region, string ec2, string organizations, string backup)
    {
        var (keys, endpoint) = (new BasicAWSCredentials("id", "secret"), RegionEndpoint.GetBySystemName(region));
        Assert.Equal(ec2, new AmazonEC2Client(keys, endpoint).DetermineServiceOperationEndpoint(new DescribeRegionsRequest()).URL);
        Assert.Equal(organizations, new AmazonOrganizationsClient(keys, endpoint).DetermineServiceOperationEndpoint(new ListRootsRequest()).URL);
        Assert.Equal(backup, new AmazonBackupClient(keys, endpoint).DetermineServiceOperationEndpoint(new Amazon.Backup.Model.ListBackupJobsRequest()).URL);
    }

    [Fact]
    public async Task An_endpoint_override_keeps_the_Region_of_the_signature()
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, Created));
        await Client(http).CreateSnapshotAsync(new CreateSnapshotRequest("vol-1", "why"));
        Assert.Equal("127.0.0.1", http.Sent.Single().Uri.Host);
        Assert.Contains("/eu-central-1/ec2/aws4_request", http.Sent.Single().Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_has_its_request_id_its_wrapped_result_and_null_for_what_was_not_sent()
    {
        var response = await Client(new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, Created))).CreateSnapshotAsync(new CreateSnapshotRequest());
        Assert.Equal("r-1", response.ResponseMetadata.RequestId);
        Assert.Equal("snap-1", response.Snapshot.SnapshotId);
        Assert.Equal(new DateTime(2026, 1, 31, 23, 30, 0, DateTimeKind.Utc), response.Snapshot.StartTime);
        Assert.Equal(DateTimeKind.Utc, response.Snapshot.StartTime!.Value.Kind);
        Assert.Null(response.Snapshot.Tags);
        Assert.Null(response.Snapshot.Encrypted);
    }

    [Fact]
    public async Task A_tag_without_a_value_is_sent_with_an_empty_one()
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, "<CreateTagsResponse/>"));
        await Client(http).CreateTagsAsync(new CreateTagsRequest(["snap-1"], [new Tag("a"), new Tag("b", "c")]));
        Assert.Contains("Tag.1.Key=a&Tag.1.Value=&Tag.2.Key=b&Tag.2.Value=c", http.Sent.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_is_deleted_whatever_its_value_unless_a_value_is_given()
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, "<DeleteTagsResponse/>"));
        await Client(http).DeleteTagsAsync(new DeleteTagsRequest(["snap-1"]) { Tags = [new Tag("a")] });
        Assert.DoesNotContain("Value", http.Sent.Single().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RequestLimitExceeded")]
    [InlineData("Throttling")]
    [InlineData("ThrottlingException")]
    [InlineData("EC2ThrottledException")]
    [InlineData("RequestThrottled")]
    public async Task Throttles_of_EC2_are_retried(string code)
    {
        var http = new FakeHttp(Error(HttpStatusCode.BadRequest, code), FakeHttp.Answer(HttpStatusCode.OK, "<DeleteSnapshotResponse/>"));
        await Client(http).DeleteSnapshotAsync(new DeleteSnapshotRequest("snap-1"));
        Assert.Equal(2, http.Sent.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "RequestLimitExceeded")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    public async Task A_client_with_no_retries_sends_CreateSnapshot_once(HttpStatusCode status, string code)
    {
        var http = new FakeHttp(Error(status, code));
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(
            () => Client(http, retries: 0).CreateSnapshotAsync(new CreateSnapshotRequest("vol-1", "once")));
        Assert.Single(http.Sent);
        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public async Task An_error_becomes_the_exception_of_the_service_with_its_code_and_request_id()
    {
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(
            () => Client(new FakeHttp(Error(HttpStatusCode.BadRequest, "InvalidSnapshot.InUse"))).DeleteSnapshotAsync(new DeleteSnapshotRequest("snap-1")));
        Assert.Equal(("InvalidSnapshot.InUse", "It is what it is.", "r-9", HttpStatusCode.BadRequest, ErrorType.Sender),
            (error.ErrorCode, error.Message, error.RequestId, error.StatusCode, error.ErrorType));
    }

    [Fact]
    public async Task A_modelled_error_becomes_its_own_exception_with_its_members()
    {
        var http = new FakeHttp(FakeHttp.Answer(
            HttpStatusCode.BadRequest,
            """{"__type":"com.amazonaws.organizations#ConstraintViolationException","Message":"no","Reason":"MASTER_ACCOUNT_MISSING_CONTACT_INFO"}""",
            "application/x-amz-json-1.1"));
        var client = new AmazonOrganizationsClient(new BasicAWSCredentials("id", "secret"), Configure(new AmazonOrganizationsConfig(), http, 0));
        var refused = await Assert.ThrowsAnyAsync<AmazonOrganizationsException>(() => client.ListAccountsForParentAsync(new ListAccountsForParentRequest { ParentId = "r-1" }));
        Assert.Equal("ConstraintViolationException", refused.ErrorCode);
        Assert.Equal("no", refused.Message);
    }

    [Theory]
    [InlineData("<html><body>504 Gateway Time-out</body></html>")]
    [InlineData("upstream connect error")]
    [InlineData("")]
    public async Task An_answer_that_is_not_from_the_service_is_an_error_of_the_service_all_the_same(string body)
    {
        var client = Client(new FakeHttp(FakeHttp.Answer(HttpStatusCode.GatewayTimeout, body, "text/html")), retries: 0);
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => client.DescribeVolumesAsync());
        Assert.Equal(HttpStatusCode.GatewayTimeout, error.StatusCode);
        Assert.False(string.IsNullOrWhiteSpace(error.Message));
    }

    [Fact]
    public async Task A_response_cut_off_in_the_middle_is_an_error_not_a_short_list()
    {
        const string Cut = "<DescribeSnapshotsResponse><snapshotSet><item><snapshotId>snap-1</snapshotId></item><item>";
        var client = Client(new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, Cut)), retries: 0);
        await Assert.ThrowsAnyAsync<Exception>(() => client.DescribeSnapshotsAsync(new DescribeSnapshotsRequest()));
    }

    [Fact]
    public async Task A_JSON_response_cut_off_in_the_middle_is_an_error_not_a_short_list()
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, """{"BackupJobs":[{"BackupJobId":"a"},{"Backup""", "application/json"));
        var client = new AmazonBackupClient(new BasicAWSCredentials("id", "secret"), Configure(new AmazonBackupConfig(), http, 0));
        await Assert.ThrowsAnyAsync<Exception>(() => client.ListBackupJobsAsync(new Amazon.Backup.Model.ListBackupJobsRequest()));
    }

    [Fact]
    public async Task A_copy_carries_a_URL_signed_for_the_source_Region()
    {
        var http = new FakeHttp(FakeHttp.Answer(HttpStatusCode.OK, "<CopySnapshotResponse><snapshotId>snap-2</snapshotId></CopySnapshotResponse>"));
        var response = await Client(http).CopySnapshotAsync(new CopySnapshotRequest { SourceRegion = "us-east-1", SourceSnapshotId = "snap-1", Encrypted = true });
        Assert.Equal("snap-2", response.SnapshotId);
        var form = System.Web.HttpUtility.ParseQueryString(http.Sent.Single().Text);
        var url = new Uri(form["PresignedUrl"]!);
        var query = System.Web.HttpUtility.ParseQueryString(url.Query);
        Assert.Equal("eu-central-1", form["DestinationRegion"]);
        Assert.Contains("/us-east-1/ec2/aws4_request", query["X-Amz-Credential"]!, StringComparison.Ordinal);
        Assert.Equal(("CopySnapshot", "snap-1", "eu-central-1"), (query["Action"], query["SourceSnapshotId"], query["DestinationRegion"]));
        Assert.NotEmpty(query["X-Amz-Signature"]!);
        Assert.Null(query["PresignedUrl"]);
    }

    private static Func<HttpResponseMessage> Error(HttpStatusCode status, string code) => FakeHttp.Answer(
        status, $"<Response><Errors><Error><Code>{code}</Code><Message>It is what it is.</Message></Error></Errors><RequestID>r-9</RequestID></Response>");

    private static AmazonEC2Client Client(FakeHttp http, int retries = 1) =>
        new(new BasicAWSCredentials("id", "secret"), Configure(new AmazonEC2Config(), http, retries));

    /// <summary>A port of its own for each client: the SDK's retry quota is shared by all clients of an endpoint.</summary>
    private static T Configure<T>(T config, FakeHttp http, int retries)
        where T : ClientConfig
    {
        config.ServiceURL = $"http://127.0.0.1:{Interlocked.Increment(ref _port)}";
        config.AuthenticationRegion = "eu-central-1";
        config.HttpClientFactory = http;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;
        return config;
    }
}
