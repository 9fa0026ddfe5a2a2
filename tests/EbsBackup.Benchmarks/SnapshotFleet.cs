using System.Globalization;
using System.Text.Json;
using EbsBackup.Sandbox;

namespace EbsBackup.Benchmarks;

/// <summary>
/// Snapshots of a policy as a fleet has them after some weeks: <paramref name="Volumes"/> volumes interleaved in time,
/// <paramref name="Expired"/> snapshots older than 15 days, all with ownership tags, and a record of each in S3.
/// </summary>
public sealed record SnapshotFleet(int Snapshots, int Volumes, int Expired)
{
    public const string Region = "us-east-1";
    public const string Bucket = "backup-records";
    public const string AccountId = "222222222222";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(15);

    /// <summary>Serves the fleet over HTTP from this process.</summary>
    public async Task<SandboxServer> ServeAsync(bool requestLimits = false)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path)) Write(file);
            return SandboxServer.Start(new SandboxOptions { StatePath = path, RequestLimits = requestLimits });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private void Write(Stream file)
    {
        var now = DateTime.UtcNow;
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("defaultAccount", AccountId);
        json.WriteStartArray("accounts");
        json.WriteStartObject();
        json.WriteString("id", AccountId);
        json.WriteStartArray("buckets");
        json.WriteStartObject();
        json.WriteString("name", Bucket);
        json.WriteStartArray("objects");
        for (var i = 0; i < Snapshots; i++) WriteRecord(json, i, TimeOf(i, now));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("regions");
        json.WriteStartObject(Region);
        json.WriteStartArray("snapshots");
        for (var i = 0; i < Snapshots; i++) WriteSnapshot(json, i, TimeOf(i, now));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string SnapshotIdOf(int i) => $"snap-{i:x17}";

    private string VolumeIdOf(int i) => $"vol-{i % Volumes:x17}";

    // The expired lie evenly in the five days before the limit, the others from it up to an hour ago.
    private DateTime TimeOf(int i, DateTime now) => i < Expired
        ? now - Kept - TimeSpan.FromHours(1) - (TimeSpan.FromDays(5) * ((Expired - i) / (double)Expired))
        : now - TimeSpan.FromHours(1) - ((Kept - TimeSpan.FromHours(2)) * ((Snapshots - i) / (double)(Snapshots - Expired)));

    private void WriteRecord(Utf8JsonWriter json, int i, DateTime time)
    {
        json.WriteStartObject();
        json.WriteString("key", $"snapshots/{AccountId}/{Region}/{VolumeIdOf(i)}/{SnapshotIdOf(i)}.json");
        json.WriteString("text", $$"""{"snapshotId":"{{SnapshotIdOf(i)}}","volumeId":"{{VolumeIdOf(i)}}","startTime":"{{Iso(time)}}","state":"completed","progress":"100%","volumeSize":8}""");
        json.WriteString("lastModified", Iso(time));
        json.WriteEndObject();
    }

    private void WriteSnapshot(Utf8JsonWriter json, int i, DateTime time)
    {
        json.WriteStartObject();
        json.WriteString("SnapshotId", SnapshotIdOf(i));
        json.WriteString("VolumeId", VolumeIdOf(i));
        json.WriteString("State", "completed");
        json.WriteString("StartTime", Iso(time));
        json.WriteString("Description", $"Automated backup - {Iso(time)}");
        json.WriteNumber("VolumeSize", 8 + (i % 100));
        json.WriteBoolean("Encrypted", true);
        json.WriteString("KmsKeyId", "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-4000-8000-000000000000");
        json.WriteStartArray("Tags");
        foreach (var (key, value) in new[]
        {
            ("ebs-backup:policy", "default"), ("ebs-backup:slot", Iso(time)), ("ebs-backup:volume", VolumeIdOf(i)), ("ebs-backup:run", $"run-{i / Volumes}"),
            ("Name", $"data-{i % Volumes}"),
        })
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
