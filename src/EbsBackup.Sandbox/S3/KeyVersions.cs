namespace EbsBackup.Sandbox.S3;

/// <summary>All versions of one key, oldest first.</summary>
internal sealed class KeyVersions(string key, bool isEndOfPrefix = false)
{
    private readonly List<S3Object> _versions = [];

    public string Key { get; } = key;

    /// <summary>A mark for searching: it sorts after every key that begins with <see cref="Key"/>.</summary>
    public bool IsEndOfPrefix { get; } = isEndOfPrefix;

    public bool IsEmpty => _versions.Count == 0;

    /// <summary>The newest version, which may be a delete marker.</summary>
    public S3Object? Latest => IsEmpty ? null : _versions[^1];

    /// <summary>What a GET without a version gets.</summary>
    public S3Object? Current => Latest is { IsDeleteMarker: false } latest ? latest : null;

    public IEnumerable<S3Object> NewestFirst => Enumerable.Reverse(_versions);

    public S3Object? Find(string versionId) => _versions.Find(v => v.VersionId == versionId);

    /// <summary>Puts a version on top. The version named <c>null</c> replaces the one of that name, as in unversioned and suspended buckets.</summary>
    public void Add(S3Object version)
    {
        if (version.VersionId == S3Object.NullVersion)
            _versions.RemoveAll(v => v.VersionId == S3Object.NullVersion);
        _versions.Add(version);
    }

    public void Replace(S3Object version) => _versions[_versions.FindIndex(v => v.VersionId == version.VersionId)] = version;

    public void Remove(S3Object version) => _versions.Remove(version);
}
