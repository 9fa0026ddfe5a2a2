using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>A lock on a snapshot.</summary>
/// <param name="Mode"><c>governance</c> or <c>compliance</c>.</param>
/// <param name="Days">The lock's duration.</param>
/// <param name="CoolOffHours">Compliance mode only: for so long it can still be taken away.</param>
internal sealed record SnapshotLock(string Mode, DateTimeOffset CreatedOn, DateTimeOffset ExpiresOn, int Days, int? CoolOffHours)
{
    public DateTimeOffset? CoolOffEnds => CoolOffHours is { } hours ? CreatedOn.AddHours(hours) : null;

    public bool Holds(DateTimeOffset now) => now < ExpiresOn;

    public string State(DateTimeOffset now) => !Holds(now) ? "expired" : Mode == "governance" ? "governance" : now < CoolOffEnds ? "compliance-cooloff" : "compliance";

    public Structure ToStructure(string snapshotId, string? ownerId, DateTimeOffset now) => new()
    {
        { "OwnerId", ownerId },
        { "SnapshotId", snapshotId },
        { "LockState", State(now) },
        { "LockDuration", Days },
        { "CoolOffPeriod", CoolOffHours },
        { "CoolOffPeriodExpiresOn", CoolOffEnds },
        { "LockCreatedOn", CreatedOn },
        { "LockDurationStartTime", CreatedOn },
        { "LockExpiresOn", ExpiresOn },
    };
}
