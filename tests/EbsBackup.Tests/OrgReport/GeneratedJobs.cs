using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Web;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Answers ListBackupJobs from jobs that are made up as they are asked for, so that only the reader's memory counts; passes on the rest.</summary>
internal sealed class GeneratedJobs(HttpMessageHandler others, ReportWindow window, int count, int pageSize) : DelegatingHandler(others)
{
    private readonly TimeSpan _step = TimeSpan.FromTicks((window.End - window.Start).Ticks / count);

    public int Calls { get; private set; }

    /// <summary>The text of job number so-and-so.</summary>
    public Func<int, string> StatusMessage { get; init; } = number => $"Message {number}, with a comma";

    /// <summary>A Region whose every answer is this.</summary>
    public (string Region, HttpStatusCode Status, string Code)? Refusal { get; init; }

    public static string StateOf(int number) => ReportCategory.States[number % ReportCategory.States.Count];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.StartsWith("/audit/", StringComparison.Ordinal)) return Task.FromResult(Json(0, 0, null));
        if (!request.RequestUri!.AbsolutePath.StartsWith("/backup-jobs", StringComparison.Ordinal)) return base.SendAsync(request, cancellationToken);
        Calls++;
        if (Refusal is { } refusal && request.Headers.NonValidated["Authorization"].ToString().Contains($"/{refusal.Region}/", StringComparison.Ordinal))
        {
            var message = new HttpResponseMessage(refusal.Status) { Content = new StringContent("""{"message":"no"}""") };
            message.Headers.Add("x-amzn-ErrorType", refusal.Code);
            return Task.FromResult(message);
        }

        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        Assert.Equal("*", query["accountId"]);
        Assert.Null(query["state"]);
        if (query["completeAfter"] is not null) return Task.FromResult(Json(0, 0, null));

        var first = Math.Max(0, (int)Math.Ceiling((Time(query["createdAfter"]) - window.Start) / _step));
        var end = Math.Min(count, (int)Math.Ceiling((Time(query["createdBefore"]) - window.Start) / _step));
        var from = query["nextToken"] is { } token ? int.Parse(token, CultureInfo.InvariantCulture) : first;
        var to = Math.Min(end, from + pageSize);
        return Task.FromResult(Json(from, to, to < end ? to.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private HttpResponseMessage Json(int from, int to, string? next)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("BackupJobs");
            for (var number = from; number < to; number++) Write(json, number);
            json.WriteEndArray();
            if (next is not null) json.WriteString("NextToken", next);
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    private void Write(Utf8JsonWriter json, int number)
    {
        var created = (window.Start + (_step * number)).ToUnixTimeMilliseconds() / 1000.0;
        var account = (100000000000 + (number % 12)).ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("AccountId", account);
        json.WriteString("BackupJobId", new Guid(number, 0, 0, new byte[8]).ToString().ToUpperInvariant());
        json.WriteString("BackupVaultName", "Default");
        json.WriteString("BackupVaultArn", $"arn:aws:backup:us-east-1:{account}:backup-vault:Default");
        json.WriteString("RecoveryPointArn", $"arn:aws:ec2:us-east-1::snapshot/snap-{number:x17}");
        json.WriteNumber("CreationDate", created);
        json.WriteNumber("CompletionDate", created + 60);
        json.WriteString("State", StateOf(number));
        json.WriteString(nameof(StatusMessage), StatusMessage(number));
        json.WriteString("PercentDone", "100.0");
        json.WriteNumber("BackupSizeInBytes", 8589934592);
        json.WriteString("IamRoleArn", $"arn:aws:iam::{account}:role/service-role/AWSBackupDefaultServiceRole");
        json.WriteStartObject("CreatedBy");
        json.WriteString("BackupPlanId", "5d2a4b2c-0000-0000-0000-000000000000");
        json.WriteString("BackupPlanArn", $"arn:aws:backup:us-east-1:{account}:backup-plan:5d2a4b2c");
        json.WriteString("BackupRuleId", "daily");
        json.WriteEndObject();
        json.WriteString("ResourceArn", $"arn:aws:ec2:us-east-1:{account}:volume/vol-{number:x17}");
        json.WriteString("ResourceType", number % 3 == 0 ? "EBS" : "RDS");
        json.WriteBoolean("IsParent", false);
        json.WriteString("MessageCategory", number % 5 == 0 ? "AccessDenied" : "SUCCESS");
        json.WriteEndObject();
    }
}
