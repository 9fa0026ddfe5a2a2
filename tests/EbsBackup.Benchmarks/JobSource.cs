using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace EbsBackup.Benchmarks;

/// <summary>
/// An Organization's day of backup jobs over HTTP on loopback, for any client: pages of ListBackupJobs by creation time,
/// made up as they are asked for, and GetCallerIdentity. Far cheaper than a sandbox that holds a million jobs.
/// </summary>
internal sealed class JobSource : IDisposable
{
    private const int Accounts = 200;
    private const int Volumes = 100_000;
    private const int PageSize = 1_000;
    private const string Identity =
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Account>111111111111</Account>"
        + "<Arn>arn:aws:iam::111111111111:user/reader</Arn><UserId>AIDA</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>";

    private static readonly string[] Rare = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL", "RUNNING"];

    private readonly HttpListener _listener = new();
    private readonly DateTimeOffset _day;
    private readonly int _count;

    public JobSource(DateTimeOffset day, int count)
    {
        (_day, _count) = (day, count);
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var query = HttpUtility.ParseQueryString(context.Request.Url!.Query);
        var isList = context.Request.Url.AbsolutePath.StartsWith("/backup-jobs", StringComparison.Ordinal);
        var isJson = isList || context.Request.Headers["X-Amz-Target"] is not null;
        var body = isList ? Page(query["createdAfter"], query["createdBefore"], query["nextToken"], query["completeAfter"] is not null)
            : !isJson && context.Request.HttpMethod == "POST" ? Encoding.UTF8.GetBytes(Identity)
            : "{}"u8.ToArray();
        context.Response.ContentType = isJson ? "application/json" : "text/xml";
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body);
        context.Response.Close();
    }

    private byte[] Page(string? createdAfter, string? createdBefore, string? nextToken, bool ended)
    {
        var step = TimeSpan.FromDays(1) / _count;
        var end = ended ? 0 : Math.Clamp((int)Math.Ceiling((Time(createdBefore) - _day) / step), 0, _count);
        var from = ended ? 0
            : nextToken is null ? Math.Max(0, (int)Math.Ceiling((Time(createdAfter) - _day) / step))
            : int.Parse(nextToken, CultureInfo.InvariantCulture);
        var to = Math.Min(end, from + PageSize);
        using var body = new MemoryStream(PageSize * 1600);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("BackupJobs");
            for (var number = from; number < to; number++) Write(json, number, (_day + (step * number)).ToUnixTimeMilliseconds() / 1000m);
            json.WriteEndArray();
            if (to < end) json.WriteString("NextToken", to.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>One in a hundred does not complete, one in fifty completes with a message.</summary>
    private static void Write(Utf8JsonWriter json, int number, decimal created)
    {
        var account = (100000000000 + (number * 7919L % Accounts)).ToString(CultureInfo.InvariantCulture);
        var failed = number % 100 == 0;
        var state = failed ? Rare[number / 100 % Rare.Length] : "COMPLETED";
        json.WriteStartObject();
        json.WriteString("AccountId", account);
        json.WriteString("BackupJobId", new Guid(number, 0, 0, new byte[8]).ToString().ToUpperInvariant());
        json.WriteString("BackupVaultName", "Default");
        json.WriteString("BackupVaultArn", $"arn:aws:backup:us-east-1:{account}:backup-vault:Default");
        json.WriteString("VaultType", "BACKUP_VAULT");
        json.WriteString("RecoveryPointArn", $"arn:aws:ec2:us-east-1::snapshot/snap-{number:x17}");
        json.WriteString("EncryptionKeyArn", $"arn:aws:kms:us-east-1:{account}:key/5d2a4b2c-8f3e-4c57-9d6a-0123456789ab");
        json.WriteBoolean("IsEncrypted", true);
        json.WriteNumber("CreationDate", created);
        json.WriteNumber("InitiationDate", created + 1);
        json.WriteNumber("StartBy", created + 28800);
        if (state != "RUNNING") json.WriteNumber("CompletionDate", created + 600 + (number % 977));
        json.WriteString("State", state);
        if (failed || number % 50 == 1) json.WriteString("StatusMessage", $"Access denied to vol-{number % Volumes:x17}, \"{state}\"; see the role's policy.");
        json.WriteString("MessageCategory", failed || number % 50 == 1 ? "AccessDenied" : "SUCCESS");
        json.WriteString("PercentDone", failed ? "12.5" : "100.0");
        json.WriteNumber("BackupSizeInBytes", (8L + (number % 1000)) << 30);
        json.WriteNumber("BytesTransferred", (long)(number % 1000) << 20);
        json.WriteString("IamRoleArn", $"arn:aws:iam::{account}:role/service-role/AWSBackupDefaultServiceRole");
        json.WriteStartObject("CreatedBy");
        json.WriteString("BackupPlanId", "5d2a4b2c-0000-4000-8000-0123456789ab");
        json.WriteString("BackupPlanArn", $"arn:aws:backup:us-east-1:{account}:backup-plan:5d2a4b2c-0000-4000-8000-0123456789ab");
        json.WriteString("BackupPlanName", "daily-35-days");
        json.WriteString("BackupPlanVersion", "ZTY5ZWYxNGUtMGE1NC00ZjZmLWI5");
        json.WriteString("BackupRuleId", "a1b2c3d4-0000-4000-8000-0123456789ab");
        json.WriteString("BackupRuleName", "daily");
        json.WriteEndObject();
        json.WriteString("ResourceArn", $"arn:aws:ec2:us-east-1:{account}:volume/vol-{number % Volumes:x17}");
        json.WriteString("ResourceName", $"server-{number % Volumes}");
        json.WriteString("ResourceType", number % 3 == 0 ? "RDS" : "EBS");
        json.WriteStartObject("RecoveryPointLifecycle");
        json.WriteNumber("DeleteAfterDays", 35);
        json.WriteEndObject();
        json.WriteBoolean("IsParent", false);
        json.WriteEndObject();
    }

    private static DateTimeOffset Time(string? text) => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
