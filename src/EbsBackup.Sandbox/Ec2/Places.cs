using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Regions and their zones.</summary>
internal static class Places
{
    // The Regions of the aws partition that need no opt-in, with their zones' letters; and two that do.
    private static readonly SortedDictionary<string, (string Zones, string OptIn)> Regions = new(StringComparer.Ordinal)
    {
        ["af-south-1"] = ("abc", "not-opted-in"),
        ["ap-east-1"] = ("abc", "not-opted-in"),
        ["ap-northeast-1"] = ("acd", "opt-in-not-required"),
        ["ap-northeast-2"] = ("abcd", "opt-in-not-required"),
        ["ap-northeast-3"] = ("abc", "opt-in-not-required"),
        ["ap-south-1"] = ("abc", "opt-in-not-required"),
        ["ap-southeast-1"] = ("abc", "opt-in-not-required"),
        ["ap-southeast-2"] = ("abc", "opt-in-not-required"),
        ["ca-central-1"] = ("abd", "opt-in-not-required"),
        ["eu-central-1"] = ("abc", "opt-in-not-required"),
        ["eu-north-1"] = ("abc", "opt-in-not-required"),
        ["eu-west-1"] = ("abc", "opt-in-not-required"),
        ["eu-west-2"] = ("abc", "opt-in-not-required"),
        ["eu-west-3"] = ("abc", "opt-in-not-required"),
        ["sa-east-1"] = ("abc", "opt-in-not-required"),
        ["us-east-1"] = ("abcdef", "opt-in-not-required"),
        ["us-east-2"] = ("abc", "opt-in-not-required"),
        ["us-west-1"] = ("ab", "opt-in-not-required"),
        ["us-west-2"] = ("abcd", "opt-in-not-required"),
    };

    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations => [("DescribeRegions", DescribeRegions), ("DescribeAvailabilityZones", DescribeAvailabilityZones)];

    public static bool IsRegion(string name) => Regions.ContainsKey(name);

    public static string[] ZonesOf(string region) => [.. (Regions.TryGetValue(region, out var r) ? r.Zones : "abc").Select(z => region + z)];

    private static Structure DescribeRegions(OperationCall call)
    {
        var names = call.Input.Texts("RegionNames");
        if (names.FirstOrDefault(n => !IsRegion(n)) is { } unknown)
            throw new AwsErrorException("InvalidParameterValue", $"Invalid region provided: {unknown}");
        var found = Regions.Where(r => (names.Count == 0 ? r.Value.OptIn != "not-opted-in" || call.Input.Is("AllRegions") : names.Contains(r.Key))
            && Fits(call, f => f switch { "region-name" => r.Key, "endpoint" => Endpoint(r.Key), "opt-in-status" => r.Value.OptIn, _ => null }));
        return new()
        {
            { "Regions", found.Select(object (r) => new Structure { { "RegionName", r.Key }, { "Endpoint", Endpoint(r.Key) }, { "OptInStatus", r.Value.OptIn } }).ToList() },
        };
    }

    private static Structure DescribeAvailabilityZones(OperationCall call)
    {
        var names = call.Input.Texts("ZoneNames");
        var zones = ZonesOf(call.RegionName);
        if (names.FirstOrDefault(n => !zones.Contains(n)) is { } unknown)
            throw new AwsErrorException("InvalidParameterValue", $"Invalid availability zone: [{unknown}]");
        var found = zones.Where(z => (names.Count == 0 || names.Contains(z))
            && Fits(call, f => f switch { "zone-name" => z, "region-name" => call.RegionName, "state" => "available", "zone-type" => "availability-zone", "opt-in-status" => "opt-in-not-required", _ => null }));
        return new()
        {
            {
                "AvailabilityZones", found.Select(object (z) => new Structure
                {
                    { "ZoneName", z },
                    { "ZoneId", ZoneId(z) },
                    { "RegionName", call.RegionName },
                    { "GroupName", call.RegionName + "-zg-1" },
                    { "NetworkBorderGroup", call.RegionName },
                    { "OptInStatus", "opt-in-not-required" },
                    { "State", "available" },
                    { "ZoneType", "availability-zone" },
                }).ToList()
            },
        };
    }

    private static string Endpoint(string region) => $"ec2.{region}.amazonaws.com";

    // use1-az1 for us-east-1a: AWS maps letters to ids differently in each account; here they go by the alphabet.
    private static string ZoneId(string zone)
    {
        var parts = zone.Split('-');
        return $"{parts[0]}{parts[1][0]}{parts[^1][..^1]}-az{zone[^1] - 'a' + 1}";
    }

    private static bool Fits(OperationCall call, Func<string, string?> valueOf) => call.Input.Structures("Filters").All(filter =>
    {
        var name = filter.Text("Name") ?? "";
        var value = valueOf(name) ?? throw new AwsErrorException("InvalidParameterValue", $"The filter '{name}' is invalid");
        return filter.Texts("Values").Any(p => Wildcard.Matches(p, value));
    });
}
