namespace EbsBackup.Coverage;

/// <summary>One of our own completed snapshots.</summary>
internal sealed record OwnBackup(string VolumeId, string SnapshotId, DateTimeOffset Time);
