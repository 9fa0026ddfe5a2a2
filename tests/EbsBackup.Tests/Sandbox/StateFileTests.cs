using System.Text;
using System.Text.Json.Nodes;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Tests.Sandbox;

public sealed class StateFileTests : IDisposable
{
    private const string Base = """
        {"schemaVersion":1,"now":"2026-01-31T23:30:00Z","frozen":true,"defaultAccount":"222222222222","accounts":[
          {"id":"222222222222","regions":{"us-east-1":{
            "volumes":[{"VolumeId":"vol-0123456789abcdef0","Size":8,"Tags":[{"Key":"Name","Value":"x"}]}],
            "snapshots":[{"SnapshotId":"snap-0123456789abcdef0","VolumeId":"vol-0123456789abcdef0","StartTime":"2026-01-31T23:29:00Z","State":"pending","Progress":"20%"}]}}}]}
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Dump_of_the_sample_fleet_loads_again_and_dumps_the_same()
    {
        var sandbox = EbsBackup.Sandbox.Sandbox.Create(new() { SampleFleet = true });
        sandbox.Clock.Freeze();
        var first = Encoding.UTF8.GetString(sandbox.WriteState());
        var again = Encoding.UTF8.GetString(Load(first).WriteState());
        Assert.Equal(first, again);
        Assert.Contains("snap-0", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Pending_snapshot_goes_on_from_its_progress()
    {
        var sandbox = Load(Base);
        var before = Snapshot(sandbox);
        Assert.Equal("pending", before["State"]!.GetValue<string>());
        sandbox.Clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal("completed", Snapshot(sandbox)["State"]!.GetValue<string>());
    }

    [Fact]
    public void Clock_starts_where_the_file_says()
    {
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero), Load(Base).Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("\"Size\":8", "\"Size\":\"eight\"", "/accounts/0/regions/us-east-1/volumes/0/Size")]
    [InlineData("\"Size\":8", "\"Sise\":8", "/accounts/0/regions/us-east-1/volumes/0/Sise")]
    [InlineData("\"Size\":8,", "", "/accounts/0/regions/us-east-1/volumes/0")]
    [InlineData("vol-0123456789abcdef0\",\"Size", "volume-1\",\"Size", "/accounts/0/regions/us-east-1/volumes/0/VolumeId")]
    [InlineData("2026-01-31T23:29:00Z", "yesterday", "/accounts/0/regions/us-east-1/snapshots/0/StartTime")]
    [InlineData("2026-01-31T23:29:00Z", "2026-01-31T23:29:00", "/accounts/0/regions/us-east-1/snapshots/0/StartTime")]
    [InlineData("2026-01-31T23:29:00Z", "2026-02-30T23:29:00Z", "/accounts/0/regions/us-east-1/snapshots/0/StartTime")]
    [InlineData("\"pending\"", "\"sleeping\"", "/accounts/0/regions/us-east-1/snapshots/0/State")]
    [InlineData("us-east-1", "us-middle-1", "/accounts/0/regions/us-middle-1")]
    [InlineData("{\"id\":\"222222222222\"", "{\"id\":\"2\"", "/accounts/0")]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":2", "'schemaVersion' must be 1")]
    [InlineData("\"regions\"", "\"region\"", "/accounts/0/region")]
    [InlineData("2026-01-31T23:30:00Z", "32 January", "/now")]
    [InlineData("\"frozen\":true", "\"frozen\":", "line 1")]
    public void What_cannot_be_read_is_named_with_its_place(string part, string broken, string place)
    {
        Assert.Contains(part, Base, StringComparison.Ordinal);
        var error = Assert.Throws<StateFileException>(() => Load(Base.Replace(part, broken, StringComparison.Ordinal)));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_and_their_objects_come_back()
    {
        var json = Base.Replace("\"regions\"", """
            "buckets":[{"name":"records","region":"eu-west-1","versioning":"Enabled","objects":[{"key":"a/ü.json","text":"{}"},{"key":"b","base64":"//4="}]}],"regions"
            """, StringComparison.Ordinal);
        var buckets = JsonNode.Parse(Load(json).WriteState())!["accounts"]![0]!["buckets"]![0]!;
        Assert.Equal("eu-west-1", buckets["region"]!.GetValue<string>());
        Assert.Equal(["a/ü.json", "b"], buckets["objects"]!.AsArray().Select(o => o!["key"]!.GetValue<string>()));
        Assert.Equal("//4=", buckets["objects"]![1]!["base64"]!.GetValue<string>());
    }

    [Fact]
    public void Missing_file_is_named()
    {
        var error = Assert.Throws<StateFileException>(() => EbsBackup.Sandbox.Sandbox.Create(new() { StatePath = _path }));
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_resources_of_one_id_are_refused()
    {
        var json = JsonNode.Parse(Base)!;
        var volumes = json["accounts"]![0]!["regions"]!["us-east-1"]!["volumes"]!.AsArray();
        volumes.Add(volumes[0]!.DeepClone());
        Assert.Contains("/volumes/1", Assert.Throws<StateFileException>(() => Load(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static JsonNode Snapshot(EbsBackup.Sandbox.Sandbox sandbox) =>
        JsonNode.Parse(sandbox.WriteState())!["accounts"]![0]!["regions"]!["us-east-1"]!["snapshots"]![0]!;

    private EbsBackup.Sandbox.Sandbox Load(string json)
    {
        File.WriteAllText(_path, json);
        return EbsBackup.Sandbox.Sandbox.Create(new() { StatePath = _path });
    }
}
