using EbsBackup.Selection;

namespace EbsBackup.Catalog;

/// <summary>Written before a snapshot is asked for, removed after its record is written: what a killed run leaves for the next.</summary>
internal sealed record TakeIntent(string Run, DateTimeOffset Since, InstanceId? BackupSet = null);
