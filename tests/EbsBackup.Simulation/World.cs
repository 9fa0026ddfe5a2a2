using System.Globalization;
using System.Text;
using EbsBackup.Retention;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Http;
using EbsBackup.Selection;

namespace EbsBackup.Simulation;

/// <summary>A sandbox with a fleet and its history of backups, seen as only AWS itself can see it: at once, without a fault.</summary>
internal sealed class World
{
    public const string Account = "222222222222";
    public const string Region = "us-east-1";
    public const string Bucket = "records";
    public const string Policy = "daily";
    public static readonly DateTimeOffset Start = new(2028, 2, 27, 22, 0, 0, TimeSpan.Zero);
    private readonly List<string> _planted = [];
    private readonly HashSet<string> _originals = [];
    private readonly Random _random;
    private int _number;

    /// <param name="time">What the sandbox's clock follows; null for a simulated time of its own.</param>
    public World(Scenario scenario, TimeProvider? time = null)
    {
        Scenario = scenario;
        _random = new Random(unchecked(scenario.Seed * 31 + 7));
        Time = new SimulatedTime(Start);
        Sandbox = EbsBackup.Sandbox.Sandbox.Create(
            new() { Seed = (ulong)scenario.Seed, VisibilityDelay = scenario.VisibilityDelay, SnapshotDuration = scenario.SnapshotDuration, SnapshotLimits = scenario.SnapshotLimits, LargestPage = scenario.PageSize }, time ?? Time);
        Sandbox.Clock.MoveTo(Start);
        S3("PUT", "");
        BuildFleet();
    }

    public Scenario Scenario { get; }

    public SimulatedTime Time { get; }

    public EbsBackup.Sandbox.Sandbox Sandbox { get; }

    public Ec2Region Ec2 => Sandbox.State.Account(Account).Region(Region).Ec2;

    public DateTimeOffset Now => Sandbox.Clock.GetUtcNow();

    public IEnumerable<string> Instances => Ec2.Instances.Select(i => i.Id);

    /// <summary>Volumes that go alone, deleted ones too: a policy goes on naming them.</summary>
    public List<string> Single { get; } = [];

    /// <summary>Objects in the bucket that are none of a run's business.</summary>
    public IReadOnlyList<string> Planted => _planted;

    /// <summary>Snapshots of the original program, each with its record: a repair adopts them, nothing else touches them.</summary>
    public IReadOnlySet<string> Originals => _originals;

    public static bool IsOwned(Snapshot s) =>
        s.Tags["ebs-backup:policy"] == Policy
        && DateTimeOffset.TryParseExact(s.Tags["ebs-backup:slot"], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        && VolumeId.TryParse(s.Tags["ebs-backup:volume"], out _)
        && s.Tags["ebs-backup:run"] is { Length: > 0 };

    public IEnumerable<Snapshot> Owned() => Ec2.Snapshots.Where(IsOwned);

    public RetentionCandidate Candidate(Snapshot s) => new(
        SnapshotId.Parse(s.Id), VolumeId.Parse(s.Tags["ebs-backup:volume"]), s.StartTime,
        s.State(Now) switch { "completed" => BackupState.Completed, "error" => BackupState.Failed, _ => BackupState.Unfinished }, s.Tags["ebs-backup:hold"] is not null);

    public static string RecordKey(string volume, string snapshot) => $"snapshots/{Account}/{Region}/{volume}/{snapshot}.json";

    public static string OriginalKey(string snapshot) => $"snapshots/{snapshot}.json";

    public string? Text(string key) => S3("GET", key) is { StatusCode: 200 } found ? Encoding.UTF8.GetString(found.Body.Span) : null;

    public bool HasObject(string key) => S3("HEAD", key).StatusCode == 200;

    public IReadOnlyList<string> Keys(string prefix)
    {
        var xml = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(S3("GET", "", "list-type=2&prefix=" + Uri.EscapeDataString(prefix)).Body.Span));
        return [.. xml.Descendants().Where(e => e.Name.LocalName == "Key").Select(e => e.Value)];
    }

    public void AddVolume() => Single.Add(Volume(null, "").Id);

    /// <summary>What others do between two rounds.</summary>
    public void GoOn(List<string> history)
    {
        for (var n = _random.Next(4); n > 0; n--)
        {
            var owned = Owned().ToList();
            var snapshot = owned.Count > 0 ? owned[_random.Next(owned.Count)] : null;
            var volume = Single[_random.Next(Single.Count)];
            var what = _random.Next(Scenario.Repairs ? 11 : 9);
            switch (what)
            {
                case 0 when snapshot is not null: Image(snapshot.Id); break;
                case 1 when snapshot is not null: snapshot.Lock = new("governance", Now, Now.AddDays(3), 3, null); break;
                case 2 when snapshot is not null: snapshot.Tags["ebs-backup:hold"] = "audit"; break;
                case 3 when snapshot is not null: Ec2.FastRestores[(snapshot.Id, Region + "a")] = Now; break;
                case 4: Manual(volume); break;
                case 5: Ec2.Volumes.Remove(volume); break;
                case 6: Backup(volume, Now.AddHours(_random.Next(1, 72)), "completed"); break;
                case 7: Single.Add(Volume(null, "").Id); break;
                case 9 when snapshot is not null: S3("DELETE", RecordKey(snapshot.Tags["ebs-backup:volume"]!, snapshot.Id)); break;
                case 10 when snapshot is not null: S3("PUT", RecordKey(snapshot.Tags["ebs-backup:volume"]!, snapshot.Id), body: "{"); break;
                case 8 when snapshot is not null && _random.Next(3) == 0: Ec2.Remove(snapshot); break;
            }

            history.Add($"{Now:u} world event {what} {snapshot?.Id} {volume}");
        }
    }

    public void DecideWhatSnapshotsEndAs()
    {
        Sandbox.SnapshotEnds.Clear();
        for (var n = 0; n < 40; n++) Sandbox.SnapshotEnds.Enqueue(_random.NextDouble() < Scenario.FailedSnapshots ? "error" : "completed");
    }

    /// <summary>Snapshots by hand are under way, so many that a run must wait for them.</summary>
    public void Crowd()
    {
        var volume = Single[_random.Next(Single.Count)];
        for (var n = _random.Next(6); n > 0; n--)
        {
            var snapshot = Snapshot(volume, Now.AddSeconds(-60), "completed");
            snapshot.EndsAt = Now.AddSeconds(_random.Next(60, 800));
        }
    }

    private void BuildFleet()
    {
        for (var n = _random.Next(0, 3); n > 0; n--)
        {
            var instance = new Instance($"i-0{++_number:x16}", $"r-0{_number:x16}", Account) { ImageId = "ami-00000000000000001", InstanceType = "m7i.large", AvailabilityZone = Region + "a", LaunchTime = Now.AddDays(-90) };
            Ec2.Instances.Add(instance.Id, instance);
            Volume(instance, "/dev/xvda");
            Volume(instance, "/dev/sdf");
        }

        for (var n = _random.Next(1, 4); n > 0; n--) Single.Add(Volume(null, "").Id);
        var gone = $"vol-0{++_number:x16}";
        foreach (var volume in Ec2.Volumes.Select(v => v.Id).Append(gone).ToList())
        {
            var step = TimeSpan.FromHours(new[] { 1, 6, 24, 24 * 7 }[_random.Next(4)]);
            for (var n = _random.Next(0, 9); n > 0; n--) Backup(volume, Now - (step * n), _random.Next(8) == 0 ? "error" : "completed");
            if (_random.Next(2) == 0) Manual(volume);
        }

        Plant("snapshots/readme.txt", "not a record");
        var byHand = Manual(Single[0]);
        Plant($"snapshots/{byHand.Id}.json", Record(byHand.Id, "vol-0ffffffffffffffff"));
        var original = Snapshot(Single[0], Now.AddDays(-3), "completed");
        _originals.Add(original.Id);
        S3("PUT", OriginalKey(original.Id), body: Record(original.Id, Single[0]));
        var weekly = Backup(Single[0], Now.AddDays(-40), "completed", "weekly");
        _planted.Add(RecordKey(Single[0], weekly.Id));
    }

    private Volume Volume(Instance? instance, string device)
    {
        var volume = new Volume($"vol-0{++_number:x16}")
        {
            Size = 8,
            VolumeType = "gp3",
            AvailabilityZone = Region + "a",
            CreateTime = Now.AddDays(-90),
            Attached = instance is null ? null : new(instance.Id, device, Now.AddDays(-90), device == "/dev/xvda"),
        };
        volume.Tags["Name"] = "v" + _number;
        Ec2.Volumes.Add(volume.Id, volume);
        return volume;
    }

    private Snapshot Backup(string volume, DateTimeOffset slot, string end, string policy = Policy)
    {
        var snapshot = Snapshot(volume, slot.AddSeconds(3), end);
        snapshot.Tags["ebs-backup:policy"] = policy;
        snapshot.Tags["ebs-backup:slot"] = slot.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        snapshot.Tags["ebs-backup:volume"] = volume;
        snapshot.Tags["ebs-backup:run"] = "earlier";
        S3("PUT", RecordKey(volume, snapshot.Id), body: Record(snapshot.Id, volume));
        return snapshot;
    }

    // By hand: without our tags, or with some of them.
    private Snapshot Manual(string volume)
    {
        var snapshot = Snapshot(volume, Now.AddDays(-_random.Next(0, 60)).AddSeconds(-1), "completed");
        if (_random.Next(2) == 0) return snapshot;
        snapshot.Tags["ebs-backup:policy"] = Policy;
        snapshot.Tags["ebs-backup:volume"] = volume;
        if (_random.Next(2) == 0) snapshot.Tags["ebs-backup:slot"] = "yesterday";
        snapshot.Tags["ebs-backup:run"] = "by hand";
        if (snapshot.Tags["ebs-backup:slot"] is null && _random.Next(2) == 0) snapshot.Tags["ebs-backup:policy"] = "weekly";
        return snapshot;
    }

    private Snapshot Snapshot(string volume, DateTimeOffset start, string end)
    {
        var snapshot = new Snapshot(Sandbox.State.Ids.Resource("snap"), volume, Account) { StartTime = start, EndsAt = start < Now ? start : Now, EndsAs = end, VolumeSize = 8 };
        Ec2.Add(snapshot);
        return snapshot;
    }

    private void Image(string snapshot) => Ec2.Add(new Image($"ami-0{++_number:x16}", "golden" + _number, Account)
    {
        BlockDeviceMappings = [new() { { "DeviceName", "/dev/xvda" }, { "Ebs", new EbsBackup.Sandbox.Protocols.Structure { { "SnapshotId", snapshot } } } }],
    });

    private void Plant(string key, string text)
    {
        S3("PUT", key, body: text);
        _planted.Add(key);
    }

    private static string Record(string snapshot, string volume) =>
        $$"""{"snapshotId":"{{snapshot}}","volumeId":"{{volume}}","startTime":"2028-01-01T00:00:00Z","state":"completed","progress":"100%","volumeSize":8}""";

    public SandboxResponse S3(string method, string key, string query = "", string? body = null) => Sandbox.Handle(new SandboxRequest
    {
        Method = method,
        RawPath = $"/{Bucket}" + (key.Length > 0 ? "/" + key : ""),
        RawQuery = query,
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "sandbox.test",
            ["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIASANDBOXDEFAULT00/20280101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
            ["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD",
        },
        Body = body is null ? default : Encoding.UTF8.GetBytes(body),
    });
}
