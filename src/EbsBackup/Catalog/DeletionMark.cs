namespace EbsBackup.Catalog;

/// <summary>Written before snapshots are deleted, removed after their records are dropped. One object marks up to 1,000 records.</summary>
/// <param name="Records">The record's key by the snapshot's id.</param>
internal sealed record DeletionMark(string Run, DateTimeOffset Since, IReadOnlyDictionary<string, string> Records);
