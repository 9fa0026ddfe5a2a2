using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Coverage;
using EbsBackup.Sandbox;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Coverage;

/// <summary>An Organization on the sandbox whose coverage is known, one resource for each case; and a session in its reporting account.</summary>
internal sealed class CoverageFleet : IDisposable
{
    public const string ManagementRole = "arn:aws:iam::111111111111:role/Backup-Report-Role";
    public const string Member = "333333333333";
    public const string Web = "i-0aaaaaaaaaaaaaaa1";
    public const string Db = "arn:aws:rds:us-east-1:333333333333:db:orders";
    public const string Suspended = "555555555555";
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public CoverageFleet(Action<JsonObject>? change = null, int members = 1, int port = 1, TimeSpan clockOff = default)
    {
        var state = JsonNode.Parse(State)!.AsObject();
        for (var more = 1; more < members; more++)
        {
            state["accounts"]!.AsArray().Add(JsonNode.Parse($$"""{ "id": "{{600000000000 + more}}", "name": "more {{more}}", "roles": [{ "name": "EbsBackup-Role", "trust": ["222222222222"], "externalId": "audit-7" }] }"""));
        }

        change?.Invoke(state);
        var path = Path.GetTempFileName();
        File.WriteAllText(path, state.ToJsonString());
        Sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions { StatePath = path });
        File.Delete(path);
        Sandbox.Clock.Freeze(Now);
        Session = new AwsSession(new SessionOptions
        {
            Region = "us-east-1",
            EndpointUrl = $"http://localhost:{port}",
            Credentials = () => new AccessKeys(Sandbox.DefaultKey.AccessKeyId, Sandbox.DefaultKey.SecretAccessKey),
            Clock = new SkewedClock(new LeapingClock(Sandbox.Clock), clockOff),
            HttpHandler = new SandboxHandler(Sandbox),
        });
    }

    public EbsBackup.Sandbox.Sandbox Sandbox { get; }

    public AwsSession Session { get; }

    public static CoverageOptions Options { get; } = new() { ManagementRoleArn = ManagementRole, ExternalId = "audit-7" };

    public static JsonObject Region(JsonObject state, string account, string region = "us-east-1")
    {
        var regions = state["accounts"]!.AsArray().Single(a => (string?)a!["id"] == account)!["regions"]!.AsObject();
        if (regions[region] is null) regions[region] = new JsonObject();
        return regions[region]!.AsObject();
    }

    public static JsonObject Point(string arn, string type, DateTimeOffset time, string status = "COMPLETED", string? name = null) => JsonSerializer.SerializeToNode(new
    {
        RecoveryPointArn = $"arn:aws:backup:us-east-1:{Member}:recovery-point:{Guid.NewGuid()}",
        BackupVaultName = "Default",
        ResourceArn = arn,
        ResourceType = type,
        ResourceName = name ?? type,
        Status = status,
        CreationDate = Iso(time),
    })!.AsObject();

    public static JsonObject Volume(string id, string? instance = null, params (string Key, string Value)[] tags)
    {
        var volume = new JsonObject
        {
            ["VolumeId"] = id, ["Size"] = 8, ["AvailabilityZone"] = "us-east-1a",
            ["Tags"] = new JsonArray([.. tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
        };
        if (instance is not null)
            volume["Attachments"] = new JsonArray(new JsonObject { ["VolumeId"] = id, ["InstanceId"] = instance, ["Device"] = "/dev/sd" + id[^1], ["State"] = "attached", ["AttachTime"] = "2026-01-01T00:00:00Z" });
        return volume;
    }

    public static JsonObject Own(string snapshot, string volume, DateTimeOffset time, string state = "completed") => new()
    {
        ["SnapshotId"] = snapshot, ["VolumeId"] = volume, ["VolumeSize"] = 8, ["State"] = state, ["StartTime"] = Iso(time),
        ["Tags"] = new JsonArray(
            new JsonObject { ["Key"] = "ebs-backup:policy", ["Value"] = "default" },
            new JsonObject { ["Key"] = "ebs-backup:slot", ["Value"] = Iso(time) },
            new JsonObject { ["Key"] = "ebs-backup:volume", ["Value"] = volume },
            new JsonObject { ["Key"] = "ebs-backup:run", ["Value"] = "r" }),
    };

    public static CoverageFleet OfEverything() => new(Everything);

    /// <summary>One resource of each kind, protected in each way and in none.</summary>
    public static void Everything(JsonObject state)
    {
        var region = Region(state, Member);
        region["instances"] = new JsonArray(new JsonObject { ["InstanceId"] = Web });
        region["volumes"] = new JsonArray(
            Volume("vol-0000000000000000a", Web),
            Volume("vol-0000000000000000b", Web),
            Volume("vol-0000000000000000c", Web),
            Volume("vol-0000000000000000d", Web),
            Volume("vol-0000000000000000e", null, ("ebs-backup:exclude", "scratch")),
            Volume("vol-0000000000000000f", null, ("ebs-backup:exclude", "false")));
        var manual = Own("snap-00000000000000004", "vol-0000000000000000d", Now.AddHours(-1));
        manual.Remove("Tags");
        region["snapshots"] = new JsonArray(
            Own("snap-00000000000000001", "vol-0000000000000000a", Now.AddHours(-2)),
            Own("snap-00000000000000002", "vol-0000000000000000c", Now.AddHours(-26)),
            Own("snap-00000000000000003", "vol-0000000000000000c", Now.AddHours(-1), "error"),
            manual);
        region["recoveryPoints"] = new JsonArray(
            Point($"arn:aws:ec2:us-east-1:{Member}:volume/vol-0000000000000000b", "EBS", Now.AddHours(-3)),
            Point($"arn:aws:ec2:us-east-1:{Member}:volume/vol-00000000000000999", "EBS", Now.AddHours(-3)),
            Point(Db, "RDS", Now.AddHours(-5), name: "orders"));
    }

    /// <summary>Also a resource that only asking for its recovery points tells of.</summary>
    public static void EverythingAndAnOldOne(JsonObject state)
    {
        Everything(state);
        Region(state, Member)["recoveryPoints"]!.AsArray().Add(Point(Db + "-old", "RDS", Now.AddDays(-9)));
    }

    public async Task<(List<ResourceCoverage> Resources, List<EbsBackupError> Errors)> ReadAsync(CoverageOptions? options = null)
    {
        var (resources, errors) = (new List<ResourceCoverage>(), new List<EbsBackupError>());
        await foreach (var resource in new OrgCoverage(Session, options ?? Options).ReadAsync(errors.Add)) resources.Add(resource);
        return (resources, errors);
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void Dispose() => Session.Dispose();

    private const string State = """
        {
          "schemaVersion": 1, "defaultAccount": "222222222222",
          "accounts": [
            { "id": "111111111111", "name": "Management", "management": true, "regions": {},
              "roles": [{ "name": "Backup-Report-Role", "trust": ["222222222222"], "externalId": "audit-7" },
                        { "name": "EbsBackup-Role", "trust": ["222222222222"], "externalId": "audit-7" }] },
            { "id": "222222222222", "name": "Reporting", "regions": {}, "buckets": [{ "name": "coverage", "region": "us-east-1" }] },
            { "id": "333333333333", "name": "Production", "regions": {},
              "roles": [{ "name": "EbsBackup-Role", "trust": ["222222222222"], "externalId": "audit-7" }] },
            { "id": "555555555555", "name": "Left", "status": "SUSPENDED", "regions": {},
              "roles": [{ "name": "EbsBackup-Role", "trust": ["222222222222"], "externalId": "audit-7" }] }
          ]
        }
        """;
}
