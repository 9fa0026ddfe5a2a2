using System.Text.Json;

namespace EbsBackup.Benchmarks;

/// <summary>What is left of a fleet: the ids of its snapshots, and those of the records in S3.</summary>
internal sealed record FleetState(IReadOnlyList<string> Snapshots, IReadOnlyList<string> Records)
{
    public static FleetState Read(Sandbox.Sandbox sandbox)
    {
        using var state = JsonDocument.Parse(sandbox.WriteState());
        var account = state.RootElement.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("id").GetString() == SnapshotFleet.AccountId);
        var keys = account.GetProperty("buckets")[0].GetProperty("objects").EnumerateArray().Select(o => o.GetProperty("key").GetString()!);
        return new FleetState(
            [.. account.GetProperty("regions").GetProperty(SnapshotFleet.Region).GetProperty("snapshots").EnumerateArray().Select(s => s.GetProperty("SnapshotId").GetString()!)],
            [.. keys.Where(k => k.Contains("/snap-", StringComparison.Ordinal)).Select(k => Path.GetFileNameWithoutExtension(k))]);
    }
}
