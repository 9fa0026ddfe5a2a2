namespace EbsBackup.OrgReport;

/// <summary>A folder on this machine. Must be delivered to after the bucket: it takes the staged files away.</summary>
internal sealed class FolderDestination(string root)
{
    public string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(File.Exists(PathOf(key)) ? File.OpenRead(PathOf(key)) : null);

    /// <summary>
    /// Puts the files in place in the given order. The manifest of an earlier run goes first and the new one comes last:
    /// at no time does a manifest stand beside files that it does not describe.
    /// </summary>
    public void Deliver(IReadOnlyList<StagedFile> files)
    {
        var manifest = PathOf(files[files.Count - 1].Key);
        Directory.CreateDirectory(Path.GetDirectoryName(manifest)!);
        File.Delete(manifest);
        foreach (var file in files)
        {
            var path = PathOf(file.Key);
#if NETFRAMEWORK
            File.Delete(path);
            File.Move(file.Path, path);
#else
            File.Move(file.Path, path, overwrite: true);
#endif
        }
    }
}
