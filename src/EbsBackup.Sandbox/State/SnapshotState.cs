using System.Globalization;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.State;

/// <summary>Snapshots in the state file: AWS's shape, and under <c>_sandbox</c> how a pending one ends and who shares it.</summary>
internal static class SnapshotState
{
    public static Snapshot Read(Sandbox sandbox, AccountRegion region, StateNode node, Structure read, StateNode? ours)
    {
        ours?.Only("endsAt", "endsAs", "visibleAt", "sharedWith");
        var now = sandbox.Clock.GetUtcNow();
        var state = read.Text("State") ?? "completed";
        var start = read.Time("StartTime") ?? now;
        var id = RegionState.Id(node, "snap", "SnapshotId");
        var volumeId = RegionState.Id(node, "vol", "VolumeId");
        var shared = ours?.Items("sharedWith").Select(n => n.Text()).ToList();
        return RegionState.Tagged(read, new Snapshot(id, volumeId, read.Text("OwnerId") ?? region.AccountId)
        {
            OwnerAlias = read.Text("OwnerAlias"),
            StartTime = start,
            EndsAt = ours?.Time("endsAt") ?? (state == "pending" ? now + (sandbox.Options.SnapshotDuration * (1 - Done(read))) : read.Time("CompletionTime") ?? start),
            EndsAs = ours?.Text("endsAs") ?? (state == "pending" ? "completed" : state),
            StateMessage = read.Text("StateMessage"),
            Description = read.Text("Description") ?? "",
            VolumeSize = read.Integer("VolumeSize") ?? region.Ec2.Volumes.Find(volumeId)?.Size ?? 1,
            Encrypted = read.Is("Encrypted"),
            KmsKeyId = read.Text("KmsKeyId"),
            StorageTier = read.Text("StorageTier") ?? "standard",
            VisibleAt = ours?.Time("visibleAt") ?? default,
            SharedWith = shared is { Count: > 0 } ? new(shared, StringComparer.Ordinal) : null,
        });
    }

    public static Func<Snapshot, Structure?> Ours(DateTimeOffset now) => snapshot =>
    {
        var pending = snapshot.State(now) == "pending";
        var ended = snapshot.EndsAs != "completed" && snapshot.EndsAt != snapshot.StartTime;
        var ours = new Structure
        {
            { "endsAt", pending || ended ? snapshot.EndsAt : null },
            { "endsAs", pending ? snapshot.EndsAs : null },
            { "visibleAt", snapshot.VisibleAt > now ? snapshot.VisibleAt : null },
            { "sharedWith", snapshot.SharedWith?.Cast<object>().ToList() },
        };
        return ours.Count > 0 ? ours : null;
    };

    public static void Lock(AccountRegion region, StateNode node, Structure read)
    {
        var snapshot = region.Ec2.Snapshots.Find(node.Required("SnapshotId")) ?? throw node.Error($"{node.Required("SnapshotId")} is not among the snapshots");
        var created = read.Time("LockCreatedOn") ?? snapshot.StartTime;
        var days = read.Integer("LockDuration") ?? 1;
        var mode = read.Text("LockState") is { } state && state.StartsWith("compliance", StringComparison.Ordinal) ? "compliance" : "governance";
        snapshot.Lock = new(mode, created, read.Time("LockExpiresOn") ?? created.AddDays(days), days, read.Integer("CoolOffPeriod"));
    }

    // "37%" is 0.37.
    private static double Done(Structure read) =>
        double.TryParse(read.Text("Progress")?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? Math.Clamp(percent / 100, 0, 1) : 0;
}
