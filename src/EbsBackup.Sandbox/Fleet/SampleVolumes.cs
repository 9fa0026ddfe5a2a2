using System.Globalization;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>Two servers and a spare volume in each Region, with forty days of daily snapshots: EbsBackup's, and others'.</summary>
internal static class SampleVolumes
{
    private const int Days = 40;

    public static void Fill(Sandbox sandbox, AccountRegion region, DateTimeOffset now)
    {
        // One digit tells the Regions' ids apart.
        var place = Array.IndexOf(SampleFleet.Regions, region.Name) + 1;
        var ec2 = region.Ec2;
        var web = Instance(region, place, 1, "web-1", now);
        var db = Instance(region, place, 2, "db-1", now);
        var volumes = new[]
        {
            Volume(region, place, 1, "web-1 root", 8, "gp3", web, "/dev/xvda", "daily", now),
            Volume(region, place, 2, "web-1 data", 100, "gp3", web, "/dev/sdf", "daily", now),
            Volume(region, place, 3, "db-1 root", 16, "gp3", db, "/dev/xvda", "daily", now),
            Volume(region, place, 4, "db-1 data", 500, "io2", db, "/dev/sdf", "daily", now),
            Volume(region, place, 5, "db-1 archive", 2000, "st1", db, "/dev/sdg", null, now),
            Volume(region, place, 6, "spare", 20, "gp3", null, "", null, now),
        };

        // The last run was this morning, or yesterday's when it is before two.
        var last = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(2);
        if (last > now.AddMinutes(-30)) last = last.AddDays(-1);
        for (var day = Days - 1; day >= 0; day--)
        {
            var slot = last.AddDays(-day);
            foreach (var (volume, n) in volumes.Take(4).Select((v, i) => (v, i + 1))) Owned(region, place, n, day, volume.Id, volume.Size, slot);
            // By hand, without tags: once a week.
            if (day % 7 == 3) Add(region, Id(place, 7, day), volumes[1].Id, 100, slot.AddHours(9), "before the upgrade");
            // Its volume is gone; its snapshots are not.
            if (day >= 20) Owned(region, place, 8, day, VolumeId(place, 8), 50, slot);
        }

        ec2.Add(new Image($"ami-0{place:x}000000000000001", "web-golden", region.AccountId)
        {
            Description = "made from web-1",
            CreationDate = last.AddDays(-30),
            BlockDeviceMappings = [new() { { "DeviceName", "/dev/xvda" }, { "Ebs", new Protocols.Structure { { "SnapshotId", Id(place, 1, 30) }, { "VolumeSize", 8 }, { "VolumeType", "gp3" }, { "DeleteOnTermination", true } } } }],
        });
        ec2.Snapshots.Find(Id(place, 4, 25))!.Lock = new("governance", last.AddDays(-25), last.AddDays(340), 365, null);
        ec2.Snapshots.Find(Id(place, 2, 35))!.Tags["ebs-backup:hold"] = "until the audit is over";

        // One that failed, and one on its way.
        var failed = Owned(region, place, 9, 1, volumes[3].Id, 500, last.AddHours(-12));
        failed.EndsAs = "error";
        failed.StateMessage = "Client.InternalError: the snapshot could not be completed";
        var pending = Owned(region, place, 10, 0, volumes[1].Id, 100, Whole(now.AddMinutes(-10)));
        pending.EndsAt = now.AddMinutes(20);
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static string Id(int place, int volume, int day) => $"snap-0{place:x}{volume:x2}{day:x13}";

    private static string VolumeId(int place, int n) => $"vol-0{place:x}{n:x15}";

    private static Instance Instance(AccountRegion region, int place, int n, string name, DateTimeOffset now)
    {
        var instance = new Instance($"i-0{place:x}{n:x15}", $"r-0{place:x}{n:x15}", region.AccountId)
        {
            ImageId = $"ami-0{place:x}000000000000001",
            InstanceType = "m7i.large",
            AvailabilityZone = region.Name + "a",
            LaunchTime = now.AddDays(-90),
        };
        instance.Tags["Name"] = name;
        instance.Tags["Environment"] = "production";
        region.Ec2.Instances.Add(instance.Id, instance);
        return instance;
    }

    private static Volume Volume(AccountRegion region, int place, int n, string name, int size, string type, Instance? instance, string device, string? backup, DateTimeOffset now)
    {
        var volume = new Volume(VolumeId(place, n))
        {
            Size = size,
            VolumeType = type,
            Iops = type switch { "gp3" => 3000, "io2" => 10000, _ => null },
            Throughput = type == "gp3" ? 125 : null,
            AvailabilityZone = region.Name + "a",
            Encrypted = type == "io2",
            KmsKeyId = type == "io2" ? $"arn:aws:kms:{region.Name}:{region.AccountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab" : null,
            CreateTime = now.AddDays(-90),
            Attached = instance is null ? null : new(instance.Id, device, now.AddDays(-90), device == "/dev/xvda"),
        };
        volume.Tags["Name"] = name;
        volume.Tags["Environment"] = instance is null ? "test" : "production";
        if (backup is not null) volume.Tags["backup"] = backup;
        if (instance is null) volume.Tags["ebs-backup:exclude"] = "scratch";
        region.Ec2.Volumes.Add(volume.Id, volume);
        return volume;
    }

    private static Snapshot Owned(AccountRegion region, int place, int n, int day, string volumeId, int size, DateTimeOffset slot)
    {
        var snapshot = Add(region, Id(place, n, day), volumeId, size, slot.AddSeconds(4), "Automated backup");
        snapshot.Tags["ebs-backup:policy"] = "default";
        snapshot.Tags["ebs-backup:slot"] = slot.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        snapshot.Tags["ebs-backup:volume"] = volumeId;
        snapshot.Tags["ebs-backup:run"] = "sample-" + slot.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return snapshot;
    }

    private static Snapshot Add(AccountRegion region, string id, string volumeId, int size, DateTimeOffset start, string description)
    {
        var encrypted = size == 500;
        var snapshot = new Snapshot(id, volumeId, region.AccountId)
        {
            StartTime = start,
            EndsAt = start.AddMinutes(6),
            Description = description,
            VolumeSize = size,
            Encrypted = encrypted,
            KmsKeyId = encrypted ? $"arn:aws:kms:{region.Name}:{region.AccountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab" : null,
        };
        region.Ec2.Add(snapshot);
        return snapshot;
    }
}
