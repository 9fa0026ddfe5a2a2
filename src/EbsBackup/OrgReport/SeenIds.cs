namespace EbsBackup.OrgReport;

/// <summary>
/// The sets of ids that slices have met, for one slice after another: a set of 40,000 grows through megabytes that only a
/// full collection takes back. Not thread-safe.
/// </summary>
internal sealed class SeenIds
{
    private readonly Stack<HashSet<Guid>> _free = new();

    public HashSet<Guid> Rent() => _free.Count > 0 ? _free.Pop() : [];

    public void Return(HashSet<Guid> ids)
    {
        ids.Clear();
        _free.Push(ids);
    }
}
