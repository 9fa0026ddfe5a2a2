namespace EbsBackup.OrgReport;

/// <summary>A folder on this machine. Must be delivered to after the bucket: it takes the staged files away.</summary>
internal sealed class FolderDestination(string root)
{
    public string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(File.Exists(PathOf(key)) ? File.OpenRead(PathOf(key)) : null);

    /// <summary>
    /// Puts the files in place. The manifest of an earlier run goes first and the new one comes last: at no time does a
    /// manifest stand beside files that it does not describe.
    /// </summary>
    /// <param name="versions">Those that the bucket gave, if the report went to one as well.</param>
    public async Task DeliverAsync(Delivery delivery, IReadOnlyDictionary<string, string> versions, CancellationToken cancellationToken)
    {
        var earlier = await EarlierManifest.ReadAsync(await OpenAsync(delivery.ManifestKey, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (earlier is not null) File.Delete(PathOf(delivery.ManifestKey));
        foreach (var file in delivery.Files) Move(file);
        Move(delivery.Seal(versions));
        foreach (var key in delivery.Stale(earlier)) File.Delete(PathOf(key));
    }

    private void Move(StagedFile file)
    {
        var path = PathOf(file.Key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
#if NETFRAMEWORK
        File.Delete(path);
        File.Move(file.Path, path);
#else
        File.Move(file.Path, path, overwrite: true);
#endif
    }
}
