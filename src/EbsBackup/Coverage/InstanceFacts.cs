namespace EbsBackup.Coverage;

/// <summary>An instance that is not terminated, with the volumes that it says it has.</summary>
internal sealed record InstanceFacts(string Id, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> VolumeIds);
