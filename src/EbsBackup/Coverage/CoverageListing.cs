namespace EbsBackup.Coverage;

/// <summary>One listing: complete, or not read at all.</summary>
/// <param name="Action">The IAM action that reads it.</param>
/// <param name="Error">Why there is none; then there are no items either.</param>
internal sealed record CoverageListing<T>(string Action, IReadOnlyList<T> Items, EbsBackupError? Error = null);
