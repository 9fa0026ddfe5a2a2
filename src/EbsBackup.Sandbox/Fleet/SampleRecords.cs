using System.Text;
using System.Text.Json;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>The buckets of the sample fleet: the records of its snapshots, all in order but one that is missing and one whose snapshot somebody deleted.</summary>
internal static class SampleRecords
{
    private const string Policy = "ebs-backup:policy";

    /// <summary>In the form of the state file.</summary>
    public static string Buckets(Account account, DateTimeOffset now)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            Bucket(json, "ebs-backup-records", now);
            json.WriteStartArray("objects");
            foreach (var region in SampleFleet.Regions) Records(json, account.Region(region), now);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject();
            Bucket(json, "backup-reports", now);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Bucket(Utf8JsonWriter json, string name, DateTimeOffset now)
    {
        json.WriteString("name", name);
        json.WriteString("region", SampleFleet.Regions[0]);
        json.WriteString("created", now.AddDays(-300));
    }

    private static void Records(Utf8JsonWriter json, AccountRegion region, DateTimeOffset now)
    {
        var owned = region.Ec2.Snapshots.Where(s => s.Tags[Policy] is not null).OrderBy(s => s.StartTime).ToList();
        var killed = owned[^4];
        foreach (var snapshot in owned.Where(s => s != killed)) Record(json, region, snapshot, now);

        var deleted = new Snapshot(owned[0].Id[..^1] + "f", owned[0].VolumeId, region.AccountId)
        {
            StartTime = owned[0].StartTime.AddDays(-1), EndsAt = owned[0].EndsAt.AddDays(-1), VolumeSize = owned[0].VolumeSize, Description = owned[0].Description,
        };
        foreach (var tag in owned[0].Tags) deleted.Tags[tag.Key] = tag.Value;
        Record(json, region, deleted, now);
    }

    private static void Record(Utf8JsonWriter json, AccountRegion region, Snapshot snapshot, DateTimeOffset now)
    {
        var tags = snapshot.Tags;
        var state = snapshot.State(now);
        var record = new Dictionary<string, object?>
        {
            ["snapshotId"] = snapshot.Id,
            ["volumeId"] = snapshot.VolumeId,
            ["startTime"] = snapshot.StartTime,
            ["state"] = state,
            ["progress"] = snapshot.Progress(now),
            ["volumeSize"] = snapshot.VolumeSize,
            ["schemaVersion"] = 1,
            ["accountId"] = region.AccountId,
            ["region"] = region.Name,
            ["policy"] = tags[Policy],
            ["slot"] = tags["ebs-backup:slot"],
            ["run"] = tags["ebs-backup:run"],
            ["completionTime"] = state == "completed" ? snapshot.EndsAt : null,
            ["stateMessage"] = state == "error" ? snapshot.StateMessage : null,
            ["description"] = snapshot.Description,
            ["encrypted"] = snapshot.Encrypted,
            ["kmsKeyId"] = snapshot.KmsKeyId,
            ["tags"] = tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        };
        json.WriteStartObject();
        json.WriteString("key", $"snapshots/{region.AccountId}/{region.Name}/{snapshot.VolumeId}/{snapshot.Id}.json");
        json.WriteString("text", JsonSerializer.Serialize(record.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value)));
        json.WriteString("contentType", "application/json");
        json.WriteString("lastModified", snapshot.EndsAt < now ? snapshot.EndsAt : now);
        json.WriteEndObject();
    }
}
