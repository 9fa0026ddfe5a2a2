namespace EbsBackup.OrgReport;

/// <summary>Files to bring to a destination, and the manifest that tells of them.</summary>
/// <param name="ManifestKey">Where an earlier manifest may lie.</param>
/// <param name="Seal">Writes the manifest, given the versions that the bucket gave to the files' keys.</param>
/// <param name="MayRemove">Whether a file that only the earlier manifest tells of is this program's own, and can go.</param>
internal sealed record Delivery(
    IReadOnlyList<StagedFile> Files, string ManifestKey, Func<IReadOnlyDictionary<string, string>, StagedFile> Seal, Func<string, bool> MayRemove)
{
    /// <summary>What an earlier run left that this one does not have.</summary>
    public IEnumerable<string> Stale(EarlierManifest? earlier) =>
        (earlier?.Files ?? []).Select(file => file.Key).Where(key => MayRemove(key) && Files.All(file => file.Key != key));
}
