using System.Net;
using System.Net.Http.Headers;
using Amazon.Backup;
using Amazon.Backup.Model;
using Amazon.Runtime;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Sessions;

public sealed class BodyTapTests
{
    private const string Body = """{"BackupJobs":[{"State":"FAILED"}],"NextToken":"next"}""";

    [Fact]
    public async Task The_body_is_handed_over_and_the_client_sees_an_empty_one()
    {
        var (bodies, response) = await AskAsync(new Answers(_ => Answer(Body)), tap: true);

        Assert.Equal([Body], bodies);
        Assert.Null(response.BackupJobs);
        Assert.Null(response.NextToken);
        Assert.Equal("the-id", response.ResponseMetadata.RequestId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
    }

    [Fact]
    public async Task Other_calls_of_the_same_client_are_left_alone()
    {
        var (_, response) = await AskAsync(new Answers(_ => Answer(Body)), tap: false);

        Assert.Equal("FAILED", Assert.Single(response.BackupJobs).State);
        Assert.Equal("next", response.NextToken);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_asked_for_again()
    {
        var answers = new Answers(call => Answer(Body, breaksOff: call == 1));

        var (bodies, _) = await AskAsync(answers, tap: true);

        Assert.Equal(2, answers.Calls);
        Assert.Equal([Body], bodies);
    }

    [Fact]
    public async Task A_refusal_is_the_clients_own()
    {
        var answers = new Answers(_ =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("""{"message":"no"}""") };
            answer.Headers.Add("x-amzn-ErrorType", "AccessDeniedException");
            return answer;
        });

        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => AskAsync(answers, tap: true));

        Assert.Equal("AccessDeniedException", refusal.ErrorCode);
    }

    private static async Task<(List<string> Bodies, ListBackupJobsResponse Response)> AskAsync(Answers answers, bool tap)
    {
        using var session = new AwsSession(new SessionOptions { Region = "us-east-1", HttpHandler = answers, Credentials = () => new AccessKeys("AKIDEXAMPLE", "secret") });
        var bodies = new List<string>();
        var request = new ListBackupJobsRequest();
        if (tap)
        {
            BodyTap.Attach(request, async (body, length, token) =>
            {
                using var reader = new StreamReader(body);
                var text = await reader.ReadToEndAsync(token);
                Assert.Equal(text.Length, length);
                bodies.Add(text);
            });
        }

        var response = await session.Backup(RegionName.Parse("us-east-1")).ListBackupJobsAsync(request);
        return (bodies, response);
    }

    private static HttpResponseMessage Answer(string body, bool breaksOff = false)
    {
        var content = new StreamContent(breaksOff ? new BrokenStream() : new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = body.Length;
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        answer.Headers.Add("x-amzn-RequestId", "the-id");
        return answer;
    }

    private sealed class Answers(Func<int, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(++Calls));
    }

    /// <summary>Ends like a connection that is reset.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("connection reset");

        public override int Read(Span<byte> buffer) => throw new IOException("connection reset");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("connection reset");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("connection reset");
    }
}
