using System.Globalization;
using System.Text.Json;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.OrgReport;

/// <summary>A state file: a management account with the report's role, twelve accounts with jobs around one day.</summary>
internal static class OrganizationState
{
    public const string RoleArn = "arn:aws:iam::111111111111:role/Backup-Report-Role";
    public const string ExternalId = "report-42";

    /// <param name="now">The sandbox's time, stopped; else the day after the one with the jobs.</param>
    public static EbsBackup.Sandbox.Sandbox Create(ReportWindow day, int jobs, DateTimeOffset? now = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path)) Write(file, day, jobs);
            var sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions { StatePath = path });
            sandbox.Clock.Freeze(now ?? day.End.AddHours(30));
            return sandbox;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>When job number so-and-so was created: six of ten on the day, the rest before and after it, some on its edges.</summary>
    public static DateTimeOffset CreatedAt(ReportWindow day, int number) => (number % 10) switch
    {
        0 => day.Start.AddMinutes(-1 - (number % 1000)),
        1 => day.End.AddSeconds(number % 86_400),
        2 => day.Start,
        3 => day.End.AddMilliseconds(-1),
        _ => day.Start.AddMilliseconds(number * 7919L % 86_400_000),
    };

    /// <summary>When it ended; states that are no end have none.</summary>
    public static DateTimeOffset? EndedAt(ReportWindow day, int number) =>
        StateOf(number) is "CREATED" or "PENDING" or "RUNNING" or "ABORTING" ? null : CreatedAt(day, number).AddMinutes(1 + (number % 600));

    public static string StateOf(int number) => ReportCategory.States[number / 10 % ReportCategory.States.Count];

    public static string IdOf(int number) => new Guid(number, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]).ToString().ToUpperInvariant();

    private static string AccountOf(int number) => (300000000000 + (number % 12)).ToString(CultureInfo.InvariantCulture);

    private static void Write(Stream file, ReportWindow day, int jobs)
    {
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("defaultAccount", "222222222222");
        json.WriteStartArray("accounts");
        json.WriteRawValue(
            $$"""{"id":"111111111111","management":true,"roles":[{"name":"Backup-Report-Role","trust":["222222222222"],"externalId":"{{ExternalId}}"}]}""");
        json.WriteRawValue("""{"id":"222222222222"}""");
        for (var account = 0; account < 12; account++)
        {
            json.WriteStartObject();
            json.WriteString("id", AccountOf(account));
            json.WriteString("name", $"Workload {account}");
            json.WriteStartObject("regions");
            json.WriteStartObject("us-east-1");
            json.WriteStartArray("backupJobs");
            for (var number = account; number < jobs; number += 12) Write(json, day, number);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportWindow day, int number)
    {
        var state = StateOf(number);
        json.WriteStartObject();
        json.WriteString("BackupJobId", IdOf(number));
        json.WriteString("AccountId", AccountOf(number));
        json.WriteString("CreationDate", CreatedAt(day, number));
        if (EndedAt(day, number) is { } end) json.WriteString("CompletionDate", end);
        json.WriteString("State", state);
        if (state == "COMPLETED") json.WriteString("MessageCategory", number % 70 == 23 ? "AccessDenied" : "SUCCESS");
        if (state is "FAILED" or "ABORTED") json.WriteString("StatusMessage", HostileText.Short[number % HostileText.Short.Count]);
        if (number % 3 == 0) json.WriteRawValueOf("CreatedBy", """{"BackupPlanId":"p","BackupPlanName":"däily, \"all\"","BackupRuleId":"r"}""");
        if (number % 4 == 0) json.WriteRawValueOf("RecoveryPointLifecycle", """{"DeleteAfterDays":35}""");
        if (number % 5 == 0) json.WriteRawValueOf("BackupOptions", """{"WindowsVSS":"enabled"}""");
        if (number % 2 == 0) json.WriteNumber("BackupSizeInBytes", number * 1_000_003L);
        json.WriteString("ResourceName", number % 11 == 0 ? "=HYPERLINK(\"http://x\")" : $"volume {number}");
        json.WriteString("ResourceArn", $"arn:aws:ec2:us-east-1:{AccountOf(number)}:volume/vol-{number:x17}");
        json.WriteString("ResourceType", number % 2 == 0 ? "EBS" : "RDS");
        json.WriteEndObject();
    }

    private static void WriteRawValueOf(this Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
