using System.Globalization;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>An EBS snapshot: pending until its end, then what it ends as.</summary>
internal sealed class Snapshot(string id, string volumeId, string ownerId) : Ec2Resource(id)
{
    public override string ResourceType => "snapshot";

    public string VolumeId { get; } = volumeId;

    public string OwnerId { get; } = ownerId;

    public string? OwnerAlias { get; init; }

    public DateTimeOffset StartTime { get; init; }

    public DateTimeOffset EndsAt { get; set; }

    /// <summary>The state after <see cref="EndsAt"/>.</summary>
    public string EndsAs { get; set; } = "completed";

    public string? StateMessage { get; set; }

    public string Description { get; set; } = "";

    public int VolumeSize { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string StorageTier { get; set; } = "standard";

    /// <summary>Account ids, or <c>all</c>.</summary>
    public SortedSet<string>? SharedWith { get; set; }

    public SnapshotLock? Lock { get; set; }

    public string State(DateTimeOffset now) => now < EndsAt ? "pending" : EndsAs;

    public string Progress(DateTimeOffset now)
    {
        if (State(now) == "completed") return "100%";
        var whole = (EndsAt - StartTime).Ticks;
        var done = Math.Clamp(whole <= 0 ? 0 : (Math.Min(now.Ticks, EndsAt.Ticks) - StartTime.Ticks) * 100.0 / whole, 0, 99);
        return ((int)done).ToString(CultureInfo.InvariantCulture) + "%";
    }

    public Structure ToStructure(DateTimeOffset now)
    {
        var state = State(now);
        return new()
        {
            { "SnapshotId", Id },
            { "VolumeId", VolumeId },
            { "State", state },
            { "StateMessage", state == "error" ? StateMessage : null },
            { "StartTime", StartTime },
            { "CompletionTime", state == "completed" ? EndsAt : null },
            { "Progress", Progress(now) },
            { "OwnerId", OwnerId },
            { "OwnerAlias", OwnerAlias },
            { "Description", Description },
            { "VolumeSize", VolumeSize },
            { "Encrypted", Encrypted },
            { "KmsKeyId", KmsKeyId },
            { "StorageTier", StorageTier },
            { "Tags", Tags.ToStructures() },
        };
    }
}
